# LibTorch's CPU half: the targets LibTorch::cpu (torch_cpu, c10) and, where headers allow, LibTorch::cuda.
# Looked for in LIBTORCH (a variable of CMake or the environment): a folder with include/ and lib/, as in the
# LibTorch archive, in <python environment>/site-packages/torch, or below the cache that scripts/fetch-libtorch fills.
set(LIBTORCH "$ENV{LIBTORCH}" CACHE PATH "Folder with LibTorch's include/ and lib/")
if(DEFINED ENV{PURKINJE_CACHE})
  set(_cache "$ENV{PURKINJE_CACHE}")
else()
  set(_cache "$ENV{HOME}/.cache/purkinje")
endif()
# What an earlier configuration found is looked for again when LIBTORCH was changed or the folder is gone.
if(LibTorch_ROOT_INCLUDE AND (NOT EXISTS "${LibTorch_ROOT_INCLUDE}" OR NOT "${LIBTORCH}" STREQUAL "${LibTorch_USED}"))
  unset(LibTorch_ROOT_INCLUDE CACHE)
  unset(LibTorch_CPU CACHE)
  unset(LibTorch_C10 CACHE)
  unset(LibTorch_CUDA CACHE)
  unset(LibTorch_C10_CUDA CACHE)
  unset(LibTorch_CUDA_HEADERS CACHE)
endif()
set(LibTorch_USED "${LIBTORCH}" CACHE INTERNAL "The LIBTORCH that the found paths belong to")
find_path(LibTorch_ROOT_INCLUDE torch/csrc/api/include/torch/torch.h
  HINTS ${LIBTORCH} ${LIBTORCH}/torch ${_cache}/libtorch-2.11.0-cuda/torch ${_cache}/libtorch-2.11.0-cpu/torch
  PATH_SUFFIXES include NO_DEFAULT_PATH)
find_library(LibTorch_CPU torch_cpu HINTS ${LibTorch_ROOT_INCLUDE}/../lib NO_DEFAULT_PATH)
find_library(LibTorch_C10 c10 HINTS ${LibTorch_ROOT_INCLUDE}/../lib NO_DEFAULT_PATH)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_ROOT_INCLUDE LibTorch_CPU LibTorch_C10
  REASON_FAILURE_MESSAGE "run scripts/fetch-libtorch, or name a folder with include/ and lib/ in -DLIBTORCH=")
if(LibTorch_FOUND)
  include(LibTorchVersion)
endif()
if(LibTorch_FOUND AND NOT TARGET LibTorch::cpu)
  get_filename_component(_lib ${LibTorch_CPU} DIRECTORY)
  file(GLOB _nvidia_libs LIST_DIRECTORIES true ${_lib}/../../nvidia/*/lib)
  add_library(LibTorch::cpu INTERFACE IMPORTED)
  target_include_directories(LibTorch::cpu SYSTEM INTERFACE ${LibTorch_ROOT_INCLUDE}
                             ${LibTorch_ROOT_INCLUDE}/torch/csrc/api/include)
  # LibTorch's include folder brings a newer fmt without its library; as headers alone it lives beside the system's.
  target_compile_definitions(LibTorch::cpu INTERFACE USE_C10D_GLOO USE_DISTRIBUTED FMT_HEADER_ONLY)
  target_link_libraries(LibTorch::cpu INTERFACE ${LibTorch_CPU} ${LibTorch_C10})
  target_link_options(LibTorch::cpu INTERFACE -Wl,-rpath,${_lib})
  foreach(_dir ${_nvidia_libs})
    target_link_options(LibTorch::cpu INTERFACE -Wl,-rpath,${_dir} -Wl,-rpath-link,${_dir})
  endforeach()
endif()

# The CUDA half. Its headers want cuda_runtime.h, which wants crt/host_config.h: both from a toolkit, else from the
# nvidia-* packages beside torch. (The CPU flavour brings the first without the second.)
if(LibTorch_FOUND AND NOT TARGET LibTorch::cuda)
  get_filename_component(_lib ${LibTorch_CPU} DIRECTORY)
  find_library(LibTorch_CUDA torch_cuda HINTS ${_lib} NO_DEFAULT_PATH)
  find_library(LibTorch_C10_CUDA c10_cuda HINTS ${_lib} NO_DEFAULT_PATH)
  file(GLOB _nvidia_includes LIST_DIRECTORIES true ${_lib}/../../nvidia/*/include)
  find_path(LibTorch_CUDA_HEADERS crt/host_config.h
    HINTS $ENV{CUDA_HOME}/include $ENV{CUDA_PATH}/include /usr/local/cuda/include ${_nvidia_includes})
  if(NOT LibTorch_CUDA OR NOT LibTorch_C10_CUDA)
    set(LibTorch_CUDA_MISSING "this LibTorch has no CUDA half (libtorch_cuda.so)")
  elseif(NOT LibTorch_CUDA_HEADERS OR NOT EXISTS ${LibTorch_CUDA_HEADERS}/cuda_runtime.h)
    set(LibTorch_CUDA_MISSING "no folder has cuda_runtime.h with crt/host_config.h")
  else()
    add_library(LibTorch::cuda INTERFACE IMPORTED)
    target_include_directories(LibTorch::cuda SYSTEM INTERFACE ${LibTorch_CUDA_HEADERS})
    # torch_cuda must stay needed although nothing calls it: it registers itself when it is loaded.
    target_link_libraries(LibTorch::cuda INTERFACE LibTorch::cpu -Wl,--no-as-needed ${LibTorch_CUDA} ${LibTorch_C10_CUDA})
  endif()
endif()
