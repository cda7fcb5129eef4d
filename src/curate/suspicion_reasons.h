// Why a label is suspicious, in words, and what would mend it: from its signs and from the rules it
// breaks. Pure functions, any thread.
#pragma once

#include <vector>

#include "curate/label_rules.h"
#include "curate/suspicion.h"

namespace facepoint {

struct JudgedLabel {
  double value = 0;                 // chance that it is wrong, 0 to 1
  std::vector<BrokenRule> reasons;  // the surest first; none where nothing is worth a word
};

// `value` of the suspicion, or the score of a broken rule that leaves no doubt. A label that is
// wrong with a chance of at least `worth_a_word` gets a reason.
JudgedLabel judged_label(const Scheme& scheme, const LabelView& view,
                         const LabelSuspicion& suspicion, double worth_a_word);

}  // namespace facepoint
