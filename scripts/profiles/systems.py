"""The systems that fit-profiles makes profiles of: which rows, and what their data sheets say.

Of each microcontroller the rows of STMicroelectronics in round v1.0 (X-CUBE-AI 7): another submitter has measured the same
software on the same boards again (Krai, v1.1), which is kept to compare with. `points`: further operating points, of which powers
are taken from other rows; their times are those of the clocks.
"""

FITTED = [
    {
        "name": "stm32u575",
        "what": "STMicroelectronics STM32U575: Arm Cortex-M33 at 160 MHz that infers with X-CUBE-AI 7.",
        "rows": ("v1.0", "STMicroelectronics", "NUCLEO-U575ZI-Q"),
        "flash": "2 MiB", "ram": "768 KiB", "memory_source": "STM32U575xx data sheet, features: 2 MB of flash, 786 KB of SRAM, of which 768 KiB in one piece",
        "clock_mhz": 160, "point": "1v8_160mhz", "voltage": 1.8, "points": [],
    },
    {
        "name": "stm32l4r5",
        "what": "STMicroelectronics STM32L4R5: Arm Cortex-M4F at 120 MHz that infers with X-CUBE-AI 7.",
        "rows": ("v1.0", "STMicroelectronics", "NUCLEO_L4R5ZI"),
        "flash": "2 MiB", "ram": "640 KiB", "memory_source": "STM32L4R5xx data sheet, features: 2 MB of flash, 640 KB of SRAM",
        "clock_mhz": 120, "point": "1v8_120mhz", "voltage": 1.8,
        "points": [{"name": "3v0_120mhz", "voltage": 3.0, "rows": ("v1.1", "Krai", "NUCLEO-L4R5ZI_X-CUBE-AI-7.3")}],
    },
    {
        "name": "stm32h7a3",
        "what": "STMicroelectronics STM32H7A3: Arm Cortex-M7 at 280 MHz that infers with X-CUBE-AI 7.",
        "rows": ("v1.0", "STMicroelectronics", "NUCLEO-H7A3ZI-Q"),
        "flash": "2 MiB", "ram": "1 MiB", "memory_source": "STM32H7A3xx data sheet, features: 2 MB of flash, 1.4 MB of RAM, of which 1 MB of AXI SRAM in one piece",
        "clock_mhz": 280, "point": "3v3_280mhz", "voltage": 3.3,
        "points": [{"name": "3v0_280mhz", "voltage": 3.0, "rows": ("v1.1", "Krai", "NUCLEO-H7A3ZI-Q_X-CUBE-AI-8.0")}],
    },
]
