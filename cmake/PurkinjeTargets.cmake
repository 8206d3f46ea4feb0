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

# purkinje_room(NAME SOURCES... LINK libraries...): one static library for a folder.
function(purkinje_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(${name} PUBLIC purkinje_flags ${ROOM_LINK})
endfunction()

# purkinje_test(NAME SOURCES... LINK libraries... [LABELS label]): one GoogleTest executable for a folder of tests.
# Every test of it is known to ctest by its own name. LABELS is `cluster` for tests that start mpirun: they run alone,
# since they fill the machine and have deadlines; `slow` for long ones.
function(purkinje_test name)
  cmake_parse_arguments(T "" "" "SOURCES;LINK;LABELS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE purkinje_flags ${T_LINK} GTest::gtest_main GTest::gmock)
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
