# What `cmake --install build/release --prefix P` puts under P. Nothing installed knows P: a prefix may be moved.
# Components: program (what users need), dev (what their C++ code needs), python (src/python).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(synergy_data ${CMAKE_INSTALL_DATADIR}/synergy-sim)

# The program, its data, and what shells and man know of it. Completions and page are made by the parser itself.
set(described ${PROJECT_BINARY_DIR}/described)
file(MAKE_DIRECTORY ${described})
add_executable(synergy-describe src/synergy_describe.cpp)
target_link_libraries(synergy-describe PRIVATE synergy_cli)
add_custom_command(OUTPUT ${described}/synergy-sim ${described}/_synergy-sim ${described}/synergy-sim.fish ${described}/synergy-sim.1
  COMMAND synergy-describe bash > ${described}/synergy-sim
  COMMAND synergy-describe zsh > ${described}/_synergy-sim
  COMMAND synergy-describe fish > ${described}/synergy-sim.fish
  COMMAND synergy-describe man > ${described}/synergy-sim.1
  DEPENDS synergy-describe VERBATIM)
add_custom_target(synergy_described ALL DEPENDS ${described}/synergy-sim)

install(TARGETS synergy-sim EXPORT synergy-sim-targets RUNTIME COMPONENT program)
install(FILES ${described}/synergy-sim DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
install(FILES ${described}/_synergy-sim DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT program)
install(FILES ${described}/synergy-sim.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT program)
install(FILES ${described}/synergy-sim.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
install(DIRECTORY model_zoo device_profiles scenarios DESTINATION ${synergy_data} COMPONENT program)
file(GLOB schemas CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/*/*.schema.json ${PROJECT_SOURCE_DIR}/device_profiles/*/*.schema.json)
install(FILES ${schemas} DESTINATION ${synergy_data}/schemas COMPONENT program)
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright COMPONENT program) # where Debian looks for it
if(SYNERGY_WITH_ONNX)
  install(TARGETS synergy-import RUNTIME COMPONENT program)
  configure_file(src/install/synergy-import.1.in ${described}/synergy-import.1 @ONLY)
  install(FILES ${described}/synergy-import.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
endif()

# Headers, libraries and the CMake package: synergy::synergy and synergy::<concept>.
get_property(concepts GLOBAL PROPERTY SYNERGY_CONCEPTS)
list(REMOVE_ITEM concepts onnx)
list(TRANSFORM concepts PREPEND synergy_)
set(synergy_libraries ${CMAKE_INSTALL_LIBDIR}/synergy-sim)
# All that is installed, for whoever builds nothing else.
add_custom_target(synergy-installed)
add_dependencies(synergy-installed ${concepts} synergy-sim synergy_described synergy-python)
install(TARGETS ${concepts} synergy_synergy EXPORT synergy-sim-targets ARCHIVE DESTINATION ${synergy_libraries} COMPONENT dev)
install(DIRECTORY include/synergy DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/libsynergy-sim-dev RENAME copyright COMPONENT dev)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/synergy-sim)
install(EXPORT synergy-sim-targets NAMESPACE synergy:: DESTINATION ${package} COMPONENT dev)
if(SYNERGY_WITH_ONNX) # asked for by name: its library takes longer to load than a small run
  add_dependencies(synergy-installed synergy-import synergy_onnx)
  install(TARGETS synergy_onnx EXPORT synergy-sim-onnx-targets ARCHIVE DESTINATION ${synergy_libraries} COMPONENT dev)
  install(EXPORT synergy-sim-onnx-targets NAMESPACE synergy:: DESTINATION ${package} COMPONENT dev)
endif()
set(SYNERGY_PACKAGE_DATA ${synergy_data})
configure_package_config_file(src/install/synergy-sim-config.cmake.in ${PROJECT_BINARY_DIR}/synergy-sim-config.cmake
  INSTALL_DESTINATION ${package} PATH_VARS SYNERGY_PACKAGE_DATA NO_SET_AND_CHECK_MACRO)
# Before 1.0 a new minor version may break what was (scenarios/CHANGELOG.md, "Versions").
write_basic_package_version_file(${PROJECT_BINARY_DIR}/synergy-sim-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/synergy-sim-config.cmake ${PROJECT_BINARY_DIR}/synergy-sim-config-version.cmake
  DESTINATION ${package} COMPONENT dev)
