# SPDX-License-Identifier: Apache-2.0
#
# protowarden_embed(<target> <header-function> BASE <folder> FILES <file>...): compiles text files
# into <target>. The generated source defines
#   std::span<const protowarden::EmbeddedFile> <function>();   (analyzer/base/embedded_file.h)
# sorted by path relative to BASE; <function> is qualified, e.g. protowarden::load::BuiltinFiles.
# Run as a script (-P) it writes that source.
if(CMAKE_SCRIPT_MODE_FILE)
  file(STRINGS "${LIST_FILE}" files)
  list(SORT files)
  string(REGEX REPLACE "::[A-Za-z]+$" "" namespace "${FUNCTION}")
  string(REGEX REPLACE "^.*::" "" name "${FUNCTION}")
  set(body "")
  set(count 0)
  foreach(file IN LISTS files)
    file(RELATIVE_PATH relative "${BASE}" "${file}")
    file(READ "${file}" hex HEX)
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" text "${hex}")
    # Lines of 32 bytes keep the generated file readable by ordinary tools.
    string(REGEX REPLACE "((\\\\x[0-9a-f][0-9a-f])(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?(\\\\x[0-9a-f][0-9a-f])?)"
           "\"\\1\"\n" text "${text}")
    file(SIZE "${file}" size)
    string(APPEND body "    {\"${relative}\", std::string_view(\n${text}\"\", ${size})},\n")
    math(EXPR count "${count} + 1")
  endforeach()
  file(WRITE "${OUTPUT}.tmp"
       "#include <array>\n#include <span>\n\n#include \"analyzer/base/embedded_file.h\"\n\n"
       "namespace ${namespace} {\nstd::span<const protowarden::EmbeddedFile> ${name}() {\n"
       "  static constexpr std::array<protowarden::EmbeddedFile, ${count}> kFiles = {{\n${body}"
       "  }};\n  return kFiles;\n}\n}  // namespace ${namespace}\n")
  file(RENAME "${OUTPUT}.tmp" "${OUTPUT}")
  return()
endif()

set(PROTOWARDEN_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")
function(protowarden_embed target function)
  cmake_parse_arguments(ARG "" "BASE" "FILES" ${ARGN})
  string(MAKE_C_IDENTIFIER "${function}" stem)
  set(list_file "${CMAKE_CURRENT_BINARY_DIR}/${stem}.txt")
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${stem}.cc")
  list(JOIN ARG_FILES "\n" lines)
  file(CONFIGURE OUTPUT "${list_file}" CONTENT "${lines}\n" @ONLY)
  add_custom_command(
    OUTPUT "${output}"
    COMMAND ${CMAKE_COMMAND} "-DLIST_FILE=${list_file}" "-DOUTPUT=${output}" "-DBASE=${ARG_BASE}"
            "-DFUNCTION=${function}" -P "${PROTOWARDEN_EMBED_SCRIPT}"
    DEPENDS ${ARG_FILES} "${list_file}" "${PROTOWARDEN_EMBED_SCRIPT}"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
