# SPDX-License-Identifier: Apache-2.0
#
# What `cpack` makes of an installation: an archive and a Debian package, named after version and
# architecture as Debian spells it.
set(processor "${CMAKE_SYSTEM_PROCESSOR}")
if(processor STREQUAL "x86_64")
  set(processor amd64)
elseif(processor STREQUAL "aarch64")
  set(processor arm64)
endif()

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION share/doc/protowarden RENAME copyright)
install(FILES "${PROJECT_SOURCE_DIR}/README.md" DESTINATION share/doc/protowarden)
install(FILES "${PROJECT_SOURCE_DIR}/rules/pii/proto/pii/v1/sensitivity.proto"
        DESTINATION share/protowarden/proto/pii/v1)

set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_NAME protowarden)
set(CPACK_PACKAGE_VENDOR protowarden)
set(CPACK_PACKAGE_CONTACT "protowarden <https://github.com/${PROTOWARDEN_REPOSITORY}>")
set(CPACK_PACKAGE_FILE_NAME "protowarden-${PROJECT_VERSION}-linux-${processor}")
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)  # protowarden_VERSION_ARCHITECTURE.deb
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "finds breaking changes and personal data in Protocol Buffers schemas
 Compares two versions of a schema in git and tells who breaks: of the wire format, JSON, generated
 code and the API's contract. Finds personal data and writes it down as annotations.")
set(CPACK_DEBIAN_PACKAGE_HOMEPAGE "https://github.com/${PROTOWARDEN_REPOSITORY}")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS git)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "protobuf-compiler, pre-commit")
include(CPack)
