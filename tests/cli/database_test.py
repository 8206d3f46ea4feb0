"""Wrong databases and wrong questions: one sentence, code 2, and the file is as it was."""

import sqlite3

from cli import Cli


class WrongDatabases(Cli):
    def refused_by_all(self, says):
        before = self.database.read_bytes()
        for command in (("status", "--db", self.database), ("query", "--db", self.database, "jobs"),
                        ("report", "--db", self.database, "--out", self.folder / "report"),
                        ("show", "--db", self.database, "1"), ("db", "check", "--db", self.database),
                        ("plan", self.experiment, "--db", self.database)):
            with self.subTest(command=command[0]):
                self.refused_and_nothing_made(*command, says=says)
        with self.subTest(command="run"):
            self.refused("run", self.experiment, "--db", self.database, says=says)
        self.assertEqual(self.database.read_bytes(), before)
        self.assertFalse(self.database.with_name("results.db.run").exists())

    def test_a_database_of_another_program_is_refused(self):
        with sqlite3.connect(self.database) as other:
            other.execute("CREATE TABLE job (id INTEGER)")
        other.close()
        self.refused_by_all(says=["results.db", "another program"])

    def test_a_text_file_is_refused(self):
        self.database.write_text("this is no database, it is a text\n" * 50)
        self.refused_by_all(says=["results.db"])

    def test_a_short_text_file_is_refused(self):
        self.database.write_text("x")
        self.refused_by_all(says=["results.db"])

    def test_a_folder_is_refused(self):
        self.refused_and_nothing_made("status", "--db", self.data, says=["folder"])
        self.refused("run", self.experiment, "--db", self.data, says=["folder"])

    def test_an_absent_database_is_not_made_by_reading(self):
        for command in (("status",), ("query", "jobs"), ("show", "1"), ("report", "--out", "report")):
            self.refused_and_nothing_made(*command, "--db", "absent.db", says=["absent.db"])

    def test_a_database_in_an_absent_folder_is_refused(self):
        self.refused("run", self.experiment, "--db", "absent/results.db", says=["absent"])
        self.assertFalse((self.folder / "absent").exists())


class QuestionsToADatabase(Cli):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        maker = cls("test_wrong_sql_is_explained")
        maker.setUp()
        try:
            maker.works("run", maker.experiment, "--db", cls.original / "done.db")
        finally:
            maker.doCleanups()

    def setUp(self):
        super().setUp()
        self.database = self.data / "done.db"

    def test_wrong_sql_is_explained(self):
        for sql, says in (("SELECT nothing FROM job", "nothing"), ("SELEC * FROM job", "SELEC"),
                          ("SELECT * FROM jbo", "jbo"), ("SELECT", "SELECT"), ("SELECT 1; SELECT 2", ""),
                          ("SELECT count(", ""), ("", "")):
            with self.subTest(sql=sql):
                self.refused_and_nothing_made("query", "--db", self.database, sql, says=[says])

    def test_sql_that_writes_is_refused_and_changes_nothing(self):
        before = self.database.read_bytes()
        for sql in ("DELETE FROM job", "UPDATE job SET state = 'done'", "DROP TABLE job", "CREATE TABLE x (y)",
                    "INSERT INTO run DEFAULT VALUES", "PRAGMA user_version = 9", "PRAGMA journal_mode = WAL", "VACUUM",
                    "ATTACH 'other.db' AS other", "BEGIN IMMEDIATE", "SELECT 1; DELETE FROM job",
                    "VACUUM INTO 'copy.db'"):
            with self.subTest(sql=sql):
                self.refused_and_nothing_made("query", "--db", self.database, sql)
        self.assertEqual(self.database.read_bytes(), before)

    def test_an_unknown_named_query_gets_the_nearest(self):
        self.refused_and_nothing_made("query", "--db", self.database, "jbos", says=["jbos", "jobs"])

    def test_an_unknown_format_is_named(self):
        self.refused_and_nothing_made("query", "--db", self.database, "jobs", "--format", "jsn", says=["jsn"])

    def test_an_unknown_experiment_is_named(self):
        report = self.folder / "report"
        self.refused_and_nothing_made("status", "--db", self.database, "smal", says=["smal", "small"])
        self.refused_and_nothing_made("report", "--db", self.database, "smal", "--out", report, says=["smal", "small"])
        self.assertFalse(report.exists())

    def test_an_unknown_job_is_named(self):
        for name in ("zzzz", "", "-1", "%"):
            self.refused_and_nothing_made("show", "--db", self.database, name, says=[name])

    def test_a_report_where_a_file_lies_is_refused(self):
        self.refused_and_nothing_made("report", "--db", self.database, "--out", self.experiment, says=["small.yaml"])

    def test_a_newer_schema_is_refused(self):
        with sqlite3.connect(self.database) as newer:
            newer.execute("PRAGMA user_version = 999")
        newer.close()
        before = self.database.read_bytes()
        for command in (("status",), ("query", "jobs"), ("report", "--out", self.folder / "report"), ("db", "migrate"),
                        ("db", "check")):
            self.refused_and_nothing_made(*command, "--db", self.database, says=["999"])
        self.refused("run", self.experiment, "--db", self.database, says=["999"])
        self.assertEqual(self.database.read_bytes(), before)

    def test_a_truncated_database_is_named(self):
        whole = self.database.read_bytes()
        for size in (50, 4096, len(whole) // 2):
            self.database.write_bytes(whole[:size])
            with self.subTest(size=size):
                self.refused("db", "check", "--db", self.database, says=["done.db"])
