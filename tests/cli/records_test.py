"""Damaged records, tables and descriptors: each named with record, file or line; no prepared set, no database."""

import struct

from cli import Cli


class DamagedRecords(Cli):
    def header(self, number=3):
        return self.data / "clinic" / "records" / f"{number:05}.hea"

    def signal(self, number=3):
        return self.header(number).with_suffix(".dat")

    def channels(self, change):
        """Changes the words of each channel's line of a header."""
        lines = self.header().read_text().splitlines()
        for i, line in enumerate(lines):
            if i > 0 and not line.startswith("#"):
                lines[i] = change(i - 1, line)
        self.header().write_text("\n".join(line for line in lines if line is not None) + "\n")

    def test_a_truncated_signal_file_is_named(self):
        self.signal().write_bytes(self.signal().read_bytes()[:1000])
        self.refused_everywhere(says=["00003.dat", "41 samples", "1000"])

    def test_an_empty_signal_file_is_named(self):
        self.signal().write_bytes(b"")
        self.refused_everywhere(says=["00003.dat"])

    def test_a_wrong_checksum_is_named_with_its_channel(self):
        samples = bytearray(self.signal().read_bytes())
        samples[500] ^= 1
        self.signal().write_bytes(samples)
        self.refused_everywhere(says=["00003", "checksum"])

    def test_a_missing_signal_file_is_named(self):
        self.signal().unlink()
        self.refused_everywhere(says=["00003.dat", "missing"])

    def test_a_signal_file_that_is_a_folder_is_named(self):
        self.signal().unlink()
        self.signal().mkdir()
        self.refused_everywhere(says=["00003.dat"])

    def test_a_missing_lead_is_named_with_its_record(self):
        self.channels(lambda i, line: line.rsplit(" ", 1)[0] + " V9" if line.endswith(" V3") else line)
        self.change("duration_s: 2.5", "duration_s: 2.5, leads: [I, V3]")
        self.refused_everywhere(says=["00003", "V3"])

    def test_a_lead_that_no_record_has_is_named_for_all_of_them(self):
        self.change("duration_s: 2.5", "duration_s: 2.5, leads: [I, V33]")
        lines = self.refused_everywhere(says=["V33", "and 4 more"])
        # a heading, twenty records, how many more there are, and the key that leaves them out
        self.assertEqual(len(lines), 23)

    def test_samples_that_are_no_numbers_are_named(self):
        samples = list(struct.iter_unpack("<h", self.signal().read_bytes()))
        leads = 12
        values = [value for value, in samples]
        values[leads * 100 + 1] = -32768  # the format's mark of an invalid sample
        self.signal().write_bytes(struct.pack(f"<{len(values)}h", *values))
        sums = [sum(values[lead::leads]) for lead in range(leads)]

        def with_checksum(i, line):
            words = line.split()
            words[6] = str((sums[i] + 32768) % 65536 - 32768)
            return " ".join(words)

        self.channels(with_checksum)
        self.refused_everywhere(says=["00003", "nan"])
        self.change("duration_s: 2.5", "duration_s: 2.5, nan: interpolate")
        self.works("data", "prepare", self.experiment)

    def test_all_damaged_records_are_named_at_once(self):
        for number in (2, 5, 7):
            self.signal(number).unlink()
        self.refused_everywhere(says=["00002.dat", "00005.dat", "00007.dat"])

    def test_records_without_signal_header_or_label_are_named_at_once_and_can_be_left_out(self):
        self.signal(2).write_bytes(b"")
        self.header(5).write_text("")
        labels = self.data / "clinic" / "labels.csv"
        lines = labels.read_text().splitlines()
        lines[7] = lines[7].replace(",1", ",maybe").replace(",0", ",maybe")
        labels.write_text("\n".join(lines))

        listed = self.works("data", "list")
        self.refused_everywhere(says=["3 of 24 records cannot be used", "00002.dat", "record 'clinic/00005'", "labels.csv:8",
                                      "data.exclude: [clinic/00002, clinic/00005, clinic/00007] leaves them out"])
        self.refused("plan", self.experiment, says=["2 of 24 records cannot be used", "clinic/00005", "clinic/00007"])

        self.assertIn("2 cannot be used: clinic/00005, clinic/00007", listed)
        self.change("positive: [MI],", "positive: [MI], exclude: [clinic/00002, clinic/00005, clinic/00007],")
        self.works("plan", self.experiment)
        self.assertIn("21 samples", self.works("data", "prepare", self.experiment))
        self.assertIn("21 examples", self.works("plan", self.experiment))

    def test_a_record_with_a_wrong_label_can_still_be_looked_at(self):
        labels = self.data / "clinic" / "labels.csv"
        lines = labels.read_text().splitlines()
        lines[7] = lines[7].replace(",1", ",maybe").replace(",0", ",maybe")
        labels.write_text("\n".join(lines))

        self.assertIn("labels     unknown: ", self.works("data", "inspect", "clinic/00007"))

    def test_plan_says_nothing_of_databases_that_are_not_there(self):
        self.works("plan", self.experiment, PURKINJE_DATA=str(self.folder / "absent"))

    def test_garbage_as_a_header_is_named(self):
        for bytes_ in (b"", b"\0\xff\x80" * 50, b"00003 -1 500 10\n", b"00003 1 500\n", b"00003 12 0 1000\n",
                       b"00003 1 nan 10\n00003.dat 16\n", b"00003 1 500 99999999999\n00003.dat 16 1000/mV 16 0 0 0 0 I\n",
                       b"00003 1 500 10\n../../../etc/passwd 16 1000/mV 16 0 0 0 0 I\n"):
            self.header().write_bytes(bytes_)
            self.refused_everywhere(says=["00003"])

    def test_a_mended_record_is_prepared_after_a_refusal(self):
        whole = self.signal().read_bytes()
        self.signal().write_bytes(whole[:1000])
        self.refused_everywhere()
        self.signal().write_bytes(whole)
        self.works("data", "prepare", self.experiment)


class DamagedTables(Cli):
    def table(self):
        return self.data / "clinic" / "labels.csv"

    def test_a_label_that_is_none_is_named_with_line_and_column(self):
        lines = self.table().read_text().splitlines()
        lines[4] = lines[4].replace(",1", ",maybe").replace(",0", ",maybe")
        self.table().write_text("\n".join(lines))
        self.refused_everywhere(says=["labels.csv:5", "maybe"])

    def test_a_row_with_too_few_fields_is_named_with_its_line(self):
        lines = self.table().read_text().splitlines()
        lines[7] = lines[7].rsplit(",", 2)[0]
        self.table().write_text("\n".join(lines))
        self.refused_everywhere(says=["labels.csv:8", "fields"])

    def test_an_empty_binary_or_absent_table_is_named(self):
        for bytes_ in (b"", b"\0\1\2\xff" * 100, b"\xef\xbb\xbf", b'record,"MI\n'):
            self.table().write_bytes(bytes_)
            self.refused_everywhere(says=["labels.csv"])
        self.table().unlink()
        self.refused_everywhere(says=["labels.csv"])

    def test_a_column_that_is_not_there_is_named_with_the_nearest(self):
        text = self.descriptor.read_text()
        self.descriptor.write_text(text.replace("key: record", "key: recrod"))
        self.refused_everywhere(says=["labels.csv", "recrod", "did you mean 'record'"])

    def test_changed_labels_are_prepared_anew(self):
        first = self.works("data", "prepare", self.experiment)
        header, *rows = self.table().read_text().splitlines()
        column = header.split(",").index("MI")
        for i, row in enumerate(rows):
            cells = row.split(",")
            cells[column] = "0" if i % 3 else "1"
            rows[i] = ",".join(cells)
        self.table().write_text("\n".join([header, *rows]) + "\n")
        second = self.works("data", "prepare", self.experiment)
        self.assertNotEqual(first.split("fingerprint")[1], second.split("fingerprint")[1])


class WrongDescriptors(Cli):
    def changed(self, old, new):
        text = self.descriptor.read_text()
        self.assertIn(old, text)
        self.descriptor.write_text(text.replace(old, new))

    def test_misspelt_keys_are_all_named_with_their_lines(self):
        self.changed("classes:", "clases:")
        self.changed("sex: sex", "sexx: sex")
        self.refused_everywhere(says=["clinic.yaml:", "did you mean 'classes'", "did you mean 'sex'"])

    def test_a_record_list_with_absent_records_names_them(self):
        self.changed('records: {glob: "records/*.hea"}', "records: {list: RECORDS}")
        self.refused_everywhere(says=["RECORDS"])
        (self.data / "clinic" / "RECORDS").write_text("records/00001\nrecords/77777\nrecords/00002\nrecords/88888\n")
        self.refused_everywhere(says=["RECORDS:2", "77777", "RECORDS:4", "88888"])

    def test_a_pattern_that_fits_nothing_is_said(self):
        self.changed("records/*.hea", "recods/*.hea")
        self.refused_everywhere(says=["no records"])

    def test_an_absent_folder_is_named(self):
        self.changed("root: clinic", "root: hospital")
        self.refused_everywhere(says=["hospital", "PURKINJE_DATA"])

    def test_odd_values_get_a_sentence(self):
        text = self.descriptor.read_text()
        for line in text.splitlines():
            key = line.split(":")[0]
            if line.startswith("#"):
                continue
            for value in ("", "[]", "{}", "[[1]]", "{a: {b: 1}}", "-1", "[a, {b: 1}]", "1e999"):
                self.descriptor.write_text(text.replace(line, f"{key}: {value}"))
                answer = self.purkinje("data", "prepare", self.experiment)
                with self.subTest(key=key, value=value):
                    if answer.returncode != 0:
                        self.refused("data", "prepare", self.experiment)

    def test_a_set_that_is_a_part_of_itself_is_refused(self):
        self.descriptor.write_text("name: clinic\ntitle: Clinic\nunion: [clinic]\n")
        self.refused_everywhere(says=["part of itself"])

    def test_a_fold_without_positives_is_named(self):
        self.change("positive: [MI],", "positive: [MI], select: {positives: 2, negatives: 10},")
        self.refused("run", self.experiment, "--db", self.database, says=["fold", "MI"])
        self.assertFalse(self.database.exists())

    def test_an_unknown_class_is_named_with_the_nearest(self):
        self.change("positive: [MI]", "positive: [NRS]")
        self.refused_everywhere(says=["'NRS'", "did you mean 'NSR'"])

    def test_more_positives_than_there_are_is_said(self):
        self.change("positive: [MI],", "positive: [MI], select: {positives: 2000},")
        self.refused_everywhere(says=["2000", "there are"])
