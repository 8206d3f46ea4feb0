#include "worker/trainer/failure.h"

#include <c10/util/Exception.h>

#include <cerrno>
#include <new>
#include <system_error>

#include "base/error.h"

namespace purkinje::trainer {

using worker::TrainerFailure;

ClassifiedFailure classify(const std::exception_ptr& problem) {
  try {
    std::rethrow_exception(problem);
  } catch (const Diverged& error) {
    return {TrainerFailure::diverged, error.what()};
  } catch (const InputError& error) {
    return {TrainerFailure::configuration, error.what()};
  } catch (const EnvironmentError& error) {
    return {TrainerFailure::disk, error.what()};
  } catch (const std::system_error& error) {
    const bool disk =
        error.code() == std::errc::no_space_on_device || error.code() == std::errc::read_only_file_system;
    return {disk ? TrainerFailure::disk : TrainerFailure::configuration, error.what()};
  } catch (const std::bad_alloc&) {
    return {TrainerFailure::host_memory, "the host has no memory left for this job"};
  } catch (const c10::OutOfMemoryError& error) {
    return {TrainerFailure::device_memory, error.what_without_backtrace()};
  } catch (const c10::AcceleratorError&) {
    throw;
  } catch (const c10::Error& error) {
    const std::string text = error.what_without_backtrace();
    if (text.find("CUDA error") != std::string::npos) throw;
    if (text.find("can't allocate memory") != std::string::npos ||
        text.find("not enough memory") != std::string::npos)
      return {TrainerFailure::host_memory, text};
    return {TrainerFailure::configuration, text};
  } catch (const std::exception& error) {
    return {TrainerFailure::configuration, error.what()};
  }
}

}  // namespace purkinje::trainer
