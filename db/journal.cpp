#include "db/journal.h"

#include <sys/vfs.h>

#include <algorithm>
#include <array>

namespace purkinje::db {
namespace {

// From linux/magic.h and the file systems' own sources. FUSE is here because it may be anything (sshfs,
// s3fs).
constexpr std::array<unsigned long, 16> kNetwork = {
    0x6969,      // NFS
    0x517B,      // SMB
    0xFE534D42,  // SMB2
    0xFF534D42,  // CIFS
    0x0BD00BD0,  // Lustre
    0x47504653,  // GPFS, Spectrum Scale
    0x00C36400,  // Ceph
    0x19830326,  // BeeGFS
    0x65735546,  // FUSE
    0x5346414F,  // AFS
    0xAAD7AAEA,  // PanFS
    0x01021997,  // 9P
    0x20030528,  // OrangeFS
    0x01161970,  // GFS2
    0x7461636F,  // OCFS2
    0x786F4256,  // VirtualBox shared folders
};

}  // namespace

std::string journal_mode_for(long magic) {
  const auto type = static_cast<unsigned long>(magic) & 0xFFFFFFFFul;  // f_type is signed on some machines
  return std::find(kNetwork.begin(), kNetwork.end(), type) != kNetwork.end() ? "delete" : "wal";
}

std::string journal_mode_of(const std::filesystem::path& folder) {
  struct statfs info {};
  const std::string name = folder.empty() ? "." : folder.string();
  if (statfs(name.c_str(), &info) != 0) return "delete";
  return journal_mode_for(static_cast<long>(info.f_type));
}

}  // namespace purkinje::db
