# Is the LibTorch that was found one we can build with? Sets LibTorch_VERSION; stops with one sentence where it is too old.
# Included from FindLibTorch.cmake once LibTorch_ROOT_INCLUDE is known.
set(LibTorch_OLDEST 2.6.0)

function(libtorch_read_version include result)
  # The macros moved to torch/headeronly in 2.9; before, they were in the C++ API's own folder.
  foreach(_header torch/headeronly/version.h torch/csrc/api/include/torch/version.h)
    if(EXISTS ${include}/${_header})
      file(STRINGS ${include}/${_header} _lines REGEX "#define TORCH_VERSION_(MAJOR|MINOR|PATCH) +[0-9]+")
      if(_lines MATCHES "MAJOR +([0-9]+).*MINOR +([0-9]+).*PATCH +([0-9]+)")
        set(${result} ${CMAKE_MATCH_1}.${CMAKE_MATCH_2}.${CMAKE_MATCH_3} PARENT_SCOPE)
        return()
      endif()
    endif()
  endforeach()
  set(${result} unknown PARENT_SCOPE)
endfunction()

libtorch_read_version(${LibTorch_ROOT_INCLUDE} LibTorch_VERSION)
if(LibTorch_VERSION STREQUAL unknown OR LibTorch_VERSION VERSION_LESS LibTorch_OLDEST)
  message(FATAL_ERROR
    "Run scripts/fetch-libtorch and configure again without LIBTORCH, or name a LibTorch of version ${LibTorch_OLDEST} or "
    "newer in -DLIBTORCH=: the one in ${LibTorch_ROOT_INCLUDE} is ${LibTorch_VERSION}.")
endif()
