# cpack -G DEB: synergy-sim (program, data, page, completions), libsynergy-sim-dev (headers, libraries, CMake package), and
# python3-synergy-sim where the Python module is built.
# What the program needs is computed from its libraries by dpkg-shlibdeps; what headers need stands here.
set(CPACK_PACKAGE_NAME synergy-sim)
set(CPACK_PACKAGE_VENDOR "synergy-sim")
set(CPACK_PACKAGE_CONTACT "the maintainers of synergy-sim <synergy-sim@localhost>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "simulator and benchmark suite for AI workloads split over devices on the body")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE gzip) # a tenth larger than xz, and packed in seconds
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENTS_ALL program dev)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME synergy-sim)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
  "Plans and simulates neural networks on body-worn devices, event by event,\nand compares planners: program, models, device profiles and scenarios.")
set(CPACK_DEBIAN_DEV_PACKAGE_NAME libsynergy-sim-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "synergy-sim (= ${PROJECT_VERSION}), libfmt-dev (>= 9), libyaml-cpp-dev (>= 0.7)")
set(CPACK_COMPONENT_DEV_DESCRIPTION "Headers, static libraries and the CMake package of synergy-sim,\nfor programs that embed it and for planner modules.")
# Of those who install with COMPONENT python.
get_cmake_property(components COMPONENTS)
if("python" IN_LIST components)
  list(APPEND CPACK_COMPONENTS_ALL python)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_NAME python3-synergy-sim)
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SECTION python)
  # The library in it is for one version of Python.
  math(EXPR next_minor "${Python3_VERSION_MINOR} + 1")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_DEPENDS "synergy-sim (= ${PROJECT_VERSION}), \
python3 (>= 3.${Python3_VERSION_MINOR}), python3 (<< 3.${next_minor})")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_SUGGESTS "python3-pandas")
  set(CPACK_DEBIAN_PYTHON_PACKAGE_CONTROL_EXTRA "${CMAKE_CURRENT_LIST_DIR}/python3/postinst;${CMAKE_CURRENT_LIST_DIR}/python3/prerm")
  set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
  set(CPACK_COMPONENT_PYTHON_DESCRIPTION "The simulator as a Python module: plans, runs, sweeps, planners in Python.")
endif()
include(CPack)
