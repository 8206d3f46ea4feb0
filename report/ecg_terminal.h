// An ECG drawn with braille characters: a character holds 2 x 4 dots, so that a terminal shows the shape of a
// beat.
#pragma once

#include <string>

#include "report/ecg_paper.h"

namespace purkinje::report {

// One lead under the other, `rows_a_lead` lines each, with names on the left and the seconds below. Every
// column shows the lowest and the highest sample of its time, so that narrow peaks stay. Never wider than
// `columns` (at least 20). Throws InputError as ecg_svg() does.
std::string ecg_terminal(const EcgStrip& strip, int columns, int rows_a_lead = 4);

}  // namespace purkinje::report
