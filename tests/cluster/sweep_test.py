"""A sweep that nothing disturbs, alone and under mpirun, gives the same database."""

from cluster import JOBS, Sweep


class UndisturbedSweep(Sweep):
    def test_any_number_of_ranks_gives_the_same_database(self):
        databases = []
        for ranks in (0, 1, 3):
            database = self.folder / f"r{ranks}.db"
            code, output = self.run_sweep(ranks, database)
            self.assertEqual(code, 0, output)
            self.assertEqual(self.done_jobs(database), JOBS)
            databases.append(database)

        for other in databases[1:]:
            answer = self.purkinje("db", "diff", databases[0], other)
            self.assertEqual(answer.returncode, 0, answer.stdout)

    def test_the_same_command_again_trains_nothing(self):
        database = self.folder / "again.db"
        self.run_sweep(2, database)
        attempts = self.count(database, "SELECT count(*) FROM attempt")

        code, output = self.run_sweep(2, database)

        self.assertEqual(code, 0, output)
        self.assertEqual(self.count(database, "SELECT count(*) FROM attempt"), attempts)
        self.assertEqual(self.purkinje("status", "--db", database, "--exit-code").returncode, 0)

    def test_a_crashing_trainer_is_tried_again_and_the_sweep_ends_well(self):
        database = self.folder / "crash.db"

        code, output = self.run_sweep(2, database, PURKINJE_FAKE_FAULT="once",
                                      PURKINJE_FAKE_MARK=str(self.folder / "mark"))

        self.assertEqual(code, 0, output)
        self.assertEqual(self.done_jobs(database), JOBS)
        self.assertEqual(self.count(database, "SELECT count(*) FROM attempt WHERE outcome = 'failed'"), 1)

    def test_a_job_that_fails_for_good_ends_with_code_1_and_its_pool_says_why(self):
        database = self.folder / "failed.db"

        code, output = self.run_sweep(0, database, PURKINJE_FAKE_FAULT="diverged")

        self.assertEqual(code, 1, output)
        self.assertEqual(self.purkinje("status", "--db", database, "--exit-code").returncode, 1)
        self.assertIn("the loss is not a number", output)
