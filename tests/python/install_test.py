"""Does an installed module find its data, also after its prefix has moved?

    install_test.py CMAKE BUILD
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

CMAKE, BUILD = sys.argv.pop(1), sys.argv.pop(1)
ASK = "import synergy_sim as ss; print(ss.data_folder()); print(ss.__file__); print(list(ss.run('w1', 'min_dev').runs['status']))"


class Installed(unittest.TestCase):
    def test_does_it_run_from_a_prefix_that_has_moved(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            first, moved = pathlib.Path(folder) / "first", pathlib.Path(folder) / "moved"
            for component in ("program", "python"):
                subprocess.run([CMAKE, "--install", BUILD, "--prefix", first, "--component", component], check=True, stdout=subprocess.DEVNULL)
            first.rename(moved)
            environment = {name: value for name, value in os.environ.items() if name != "SYNERGY_SIM_DATA"}
            environment["PYTHONPATH"] = str(moved / "lib" / "python3" / "dist-packages")
            done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=False, env=environment, cwd=folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            data, file, status = done.stdout.splitlines()
            self.assertEqual(data, str(moved / "share" / "synergy-sim"))
            self.assertTrue(file.startswith(str(moved)), file)
            self.assertEqual(status, "['ok']")


if __name__ == "__main__":
    unittest.main()
