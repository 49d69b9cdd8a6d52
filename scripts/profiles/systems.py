"""The systems that fit-profiles makes profiles of: which rows, and what is said of their clocks and memories.

Clocks and memory sizes are those that the submitter, who is the manufacturer, states of the measured system in its description:
mlcommons/tiny_results_v1.0, commit abb8e49, closed/STMicroelectronics/systems/SYSTEM/*_system_description.json (DESCRIBED). Where a
memory is in several pieces, a second source says which of them lie side by side.

Of each microcontroller the rows of STMicroelectronics in round v1.0 (X-CUBE-AI 7): another submitter has measured the same
software on the same boards again (Krai, v1.1), which is kept to compare with. `points`: further operating points, of which powers
are taken from other rows; their times are those of the clocks.
"""

DESCRIBED = "system description of the submission, "
# The submitter's guide to the three boards takes out the jumper through which the microcontroller is fed, and lets the monitor feed it.
# So the debugger and the rest of the board are not in it.
FED = ("the submitter's guide to this board takes out the jumper {jumper}, through which the microcontroller is fed, for the "
       "energy monitor (mlcommons/tiny_results_v1.0 c7761cf, readme of closed/STMicroelectronics/code)")

FITTED = [
    {
        "name": "stm32u575",
        "what": "STMicroelectronics STM32U575: Arm Cortex-M33 at 160 MHz that infers with X-CUBE-AI 7.",
        "rows": ("v1.0", "STMicroelectronics", "NUCLEO-U575ZI-Q"),
        "flash": "2 MiB", "ram": "768 KiB", "flash_source": f"{DESCRIBED}NUCLEO-U575ZI-Q: flash 2 MB",
        "memory_source": f"{DESCRIBED}NUCLEO-U575ZI-Q: flash 2 MB, RAM 768 KB",
        "rail_source": FED.format(jumper="IDD"), "clock_mhz": 160, "point": "1v8_160mhz", "voltage": 1.8, "points": [],
    },
    {
        "name": "stm32l4r5",
        "what": "STMicroelectronics STM32L4R5: Arm Cortex-M4F at 120 MHz that infers with X-CUBE-AI 7.",
        "rows": ("v1.0", "STMicroelectronics", "NUCLEO_L4R5ZI"),
        "flash": "2 MiB", "ram": "640 KiB", "flash_source": f"{DESCRIBED}NUCLEO_L4R5ZI: flash 2 MB",
        "memory_source": f"{DESCRIBED}NUCLEO_L4R5ZI: flash 2 MB, RAM 640 KB",
        "rail_source": FED.format(jumper="IDD"), "clock_mhz": 120, "point": "1v8_120mhz", "voltage": 1.8,
        "points": [{"name": "3v0_120mhz", "voltage": 3.0, "rows": ("v1.1", "Krai", "NUCLEO-L4R5ZI_X-CUBE-AI-7.3")}],
    },
    {
        "name": "stm32h7a3",
        "what": "STMicroelectronics STM32H7A3: Arm Cortex-M7 at 280 MHz that infers with X-CUBE-AI 7.",
        "rows": ("v1.0", "STMicroelectronics", "NUCLEO-H7A3ZI-Q"),
        "flash": "2 MiB", "ram": "1 MiB", "flash_source": f"{DESCRIBED}NUCLEO-H7A3ZI-Q: flash 2 MB",
        "memory_source": f"{DESCRIBED}NUCLEO-H7A3ZI-Q: flash 2 MB, RAM 1.19 MB; of that 1 MiB of AXI SRAM in one piece (zephyrproject-rtos/zephyr 0109ce0, dts/arm/st/h7/stm32h7a3.dtsi: 256, 384, 384 KiB from 0x24000000 on). What was measured had its data in the DTCM of 128 KiB (same guide); what needs more may be slower than the laws say",
        "rail_source": FED.format(jumper="MCU_VDD"), "clock_mhz": 280, "point": "3v3_280mhz", "voltage": 3.3,
        "points": [{"name": "3v0_280mhz", "voltage": 3.0, "rows": ("v1.1", "Krai", "NUCLEO-H7A3ZI-Q_X-CUBE-AI-8.0")}],
    },
]
