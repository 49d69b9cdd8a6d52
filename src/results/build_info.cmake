# Run at every build: writes build_info.hpp with the present git commit, only if something changed.
execute_process(COMMAND git -C ${SOURCE_DIR} rev-parse HEAD OUTPUT_VARIABLE SYNERGY_GIT_COMMIT
  OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
execute_process(COMMAND git -C ${SOURCE_DIR} status --porcelain OUTPUT_VARIABLE changes ERROR_QUIET)
set(SYNERGY_GIT_DIRTY false)
if(NOT changes STREQUAL "")
  set(SYNERGY_GIT_DIRTY true)
endif()
configure_file(${SOURCE_DIR}/src/results/build_info.hpp.in ${OUTPUT} @ONLY)
