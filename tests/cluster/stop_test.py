"""A sweep that is asked to stop ends with what it has, and the next one finishes it."""

import os
import signal

from cluster import JOBS, Sweep


class StoppedSweep(Sweep):
    def test_usr2_to_mpirun_stops_gracefully_with_code_75(self):
        database = self.folder / "stopped.db"
        process = self.start(2, database, PURKINJE_FAKE_MS="100")
        self.wait_until(lambda: self.done_jobs(database) >= 2)

        os.kill(process.pid, signal.SIGUSR2)
        code, output = self.finish(process)

        self.assertEqual(code, 75, output)
        self.assertEqual(self.purkinje("status", "--db", database, "--exit-code").returncode, 75)
        self.assertEqual(self.run_sweep(3, database)[0], 0)
        self.assertEqual(self.done_jobs(database), JOBS)

    def test_the_time_limit_stops_it_as_well(self):
        database = self.folder / "limited.db"

        code, output = self.run_sweep(0, database, "--time-limit", "1", PURKINJE_FAKE_MS="300")

        self.assertEqual(code, 75, output)
        self.assertIn("time limit", output)
        self.assertEqual(self.run_sweep(0, database)[0], 0)

    def test_a_second_writer_is_refused_in_one_sentence(self):
        database = self.folder / "busy.db"
        process = self.start(0, database, PURKINJE_FAKE_MS="100")
        self.wait_until(lambda: self.done_jobs(database) >= 1)

        code, output = self.run_sweep(0, database)

        self.assertEqual(code, 2, output)
        self.assertIn(str(process.pid), output)
        self.assertEqual(self.finish(process)[0], 0)
