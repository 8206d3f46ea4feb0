# What every target of ours has: warnings, the root as include folder, optional sanitizers.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# Libraries that scripts/package puts into lib/ beside bin/ are found from there.
set(CMAKE_BUILD_RPATH "$ORIGIN/../lib")

add_library(purkinje_flags INTERFACE)
target_include_directories(purkinje_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(purkinje_flags INTERFACE -Wall -Wextra -Wconversion $<$<BOOL:${PURKINJE_WERROR}>:-Werror>)
if(PURKINJE_SANITIZE)
  target_compile_options(purkinje_flags INTERFACE -fsanitize=${PURKINJE_SANITIZE} -fno-omit-frame-pointer)
  target_link_options(purkinje_flags INTERFACE -fsanitize=${PURKINJE_SANITIZE})
endif()

# Optimised means -O2: -O3 makes the command line's files take three times as long and nothing of ours quicker.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")

# purkinje_room(NAME [OWN_PCH] SOURCES... LINK libraries...): one static library for a folder. The headers that nearly
# every file reaches are precompiled once, with the base room; OWN_PCH is for rooms with others (LibTorch).
function(purkinje_room name)
  cmake_parse_arguments(ROOM "OWN_PCH" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(${name} PUBLIC purkinje_flags ${ROOM_LINK})
  if(PURKINJE_PCH AND NOT ROOM_OWN_PCH)
    if(name STREQUAL "purkinje_base")
      target_precompile_headers(${name} PRIVATE <nlohmann/json.hpp> <fmt/format.h> <fmt/ranges.h> <algorithm> <filesystem>
                                                <functional> <map> <memory> <optional> <string> <vector>)
    else()
      target_precompile_headers(${name} REUSE_FROM purkinje_base)
    endif()
  endif()
endfunction()

# A library with nothing but the precompiled headers of tests. Test code itself need not be quick: it is not optimised.
function(purkinje_test_headers)
  if(TARGET purkinje_test_headers)
    return()
  endif()
  set(_source ${CMAKE_BINARY_DIR}/test_headers.cpp)
  file(CONFIGURE OUTPUT ${_source} CONTENT "// The precompiled headers of the tests hang on this file.\n")
  add_library(purkinje_test_headers STATIC ${_source})
  target_link_libraries(purkinje_test_headers PUBLIC purkinje_flags nlohmann_json::nlohmann_json fmt::fmt GTest::gmock
                                                     GTest::gtest)
  purkinje_as_compiled_for_tests(purkinje_test_headers)
  target_precompile_headers(purkinje_test_headers PRIVATE <gtest/gtest.h> <gmock/gmock.h> <nlohmann/json.hpp>
                                                          <fmt/format.h> <filesystem> <map> <string> <vector>)
endfunction()
function(purkinje_as_compiled_for_tests name)
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF)  # executables and the library alike: -fPIC
  target_compile_options(${name} PRIVATE -fPIC $<$<CONFIG:Release>:-O0>)
endfunction()

# purkinje_test(NAME SOURCES... LINK libraries... [LABELS label]): one GoogleTest executable for a folder of tests.
# Every test of it is known to ctest by its own name. LABELS is `cluster` for tests that start mpirun: they run alone,
# since they fill the machine and have deadlines; `slow` for long ones.
function(purkinje_test name)
  cmake_parse_arguments(T "OWN_PCH" "" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE purkinje_flags ${T_LINK} GTest::gtest_main GTest::gmock)
  if(PURKINJE_PCH AND NOT T_OWN_PCH)
    purkinje_test_headers()
    purkinje_as_compiled_for_tests(${name})
    target_precompile_headers(${name} REUSE_FROM purkinje_test_headers)
  endif()
  target_compile_definitions(${name} PRIVATE PURKINJE_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                             PURKINJE_BINARY_DIR="${CMAKE_BINARY_DIR}")
  set(_properties TIMEOUT 600)
  if(T_LABELS)  # an empty value would swallow the next word
    list(APPEND _properties LABELS ${T_LABELS})
  endif()
  if("cluster" IN_LIST T_LABELS)
    list(APPEND _properties RUN_SERIAL ON)
  endif()
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 60 PROPERTIES ${_properties})
endfunction()

# What every target with LibTorch has. Its headers cost five seconds a compilation before the first line of ours, even
# precompiled (the templates they use are instantiated again each time), so four files are compiled as one: a name in
# an unnamed namespace may stand once in such a target. The headers are precompiled with purkinje_layers.
function(purkinje_with_torch name)
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 4)
  target_compile_options(${name} PRIVATE -fPIC)
  if(name STREQUAL "purkinje_layers")
    target_precompile_headers(${name} PRIVATE <torch/torch.h> <nlohmann/json.hpp>)
  else()
    target_precompile_headers(${name} REUSE_FROM purkinje_layers)
  endif()
endfunction()
