# Damages INPUTS examples of every kind of input with PROGRAM, in a folder that is thrown away.
execute_process(COMMAND ${PROGRAM} --kinds OUTPUT_VARIABLE kinds COMMAND_ERROR_IS_FATAL ANY)
string(STRIP "${kinds}" kinds)
string(REPLACE "\n" ";" kinds "${kinds}")
foreach(kind ${kinds})
  execute_process(COMMAND ${PROGRAM} ${kind} ${INPUTS} 1 COMMAND_ERROR_IS_FATAL ANY)
endforeach()
