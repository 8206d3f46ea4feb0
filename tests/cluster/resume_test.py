"""Killed with SIGKILL at several moments and started again with other ranks, a sweep trains nothing twice and ends with
the database of an undisturbed one."""

import os
import signal

from cluster import JOBS, Sweep


class KilledSweep(Sweep):
    def test_resuming_after_kills_gives_the_undisturbed_database(self):
        whole = self.folder / "whole.db"
        self.assertEqual(self.run_sweep(3, whole)[0], 0)
        database = self.folder / "killed.db"

        for done_before_the_kill, ranks in ((0, 3), (2, 2), (5, 4), (9, 1), (12, 3)):
            process = self.start(ranks, database, PURKINJE_FAKE_MS="60")
            self.wait_until(lambda: self.done_jobs(database) >= done_before_the_kill and database.exists())
            self.assertIsNone(process.poll(), "it ended before it could be killed")
            self.kill_all(process)
        code, output = self.run_sweep(2, database)

        self.assertEqual(code, 0, output)
        self.assertEqual(self.done_jobs(database), JOBS)
        twice = self.count(database, "SELECT count(*) FROM (SELECT job FROM attempt WHERE outcome = 'done' "
                                     "GROUP BY job HAVING count(*) > 1)")
        self.assertEqual(twice, 0)
        answer = self.purkinje("db", "diff", whole, database)
        self.assertEqual(answer.returncode, 0, answer.stdout)
        self.assertEqual(self.purkinje("db", "check", "--db", database).returncode, 0)

    def test_a_result_in_the_spool_is_not_trained_again(self):
        database = self.folder / "spooled.db"
        self.assertEqual(self.run_sweep(2, database)[0], 0)
        spool = self.folder / "spooled.db.run" / "spool"
        self.assertEqual(list(spool.iterdir()), [])

        # A kill between spool and commit: the coordinator is stopped while workers go on to finish what they have.
        killed = self.folder / "between.db"
        process = self.start(3, killed, PURKINJE_FAKE_MS="100")
        self.wait_until(lambda: self.done_jobs(killed) >= 1)
        coordinator = [pid for pid in self.descendants(process.pid) if self.is_rank_zero(pid)]
        self.assertEqual(len(coordinator), 1)
        os.kill(coordinator[0], signal.SIGSTOP)
        spool = self.folder / "between.db.run" / "spool"
        self.wait_until(lambda: len(list(spool.glob("*.cbor"))) >= 2)
        spooled = len(list(spool.glob("*.cbor")))
        before = self.done_jobs(killed)
        self.kill_all(process)
        code, output = self.run_sweep(1, killed)

        self.assertEqual(code, 0, output)
        self.assertIn("in the spool", output)
        self.assertEqual(self.count(killed, "SELECT count(*) FROM attempt WHERE outcome = 'lost'") + JOBS,
                         self.count(killed, "SELECT count(*) FROM attempt"), f"{spooled} spooled, {before} done")
        self.assertEqual(self.purkinje("db", "diff", database, killed).returncode, 0)

    def is_rank_zero(self, pid):
        try:
            with open(f"/proc/{pid}/environ", "rb") as file:
                variables = file.read()
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                command = file.read()
        except OSError:
            return False
        return b"OMPI_COMM_WORLD_RANK=0\0" in variables and b"purkinje\0run" in command
