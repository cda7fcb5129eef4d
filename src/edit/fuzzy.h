// Finding by a few typed letters, for the command palette. Pure, any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "edit/action_table.h"

namespace facepoint {

// How well `letters` stand for `text`, ignoring case (of ASCII): they must occur in it in their
// order. Letters at the starts of words and in a run count more, skipped ones less. None: they
// don't occur so. The best way of matching counts; 0 for no letters.
std::optional<int> fuzzy_score(std::string_view letters, std::string_view text);

// The actions that can be used in a workspace and for which every word of the query stands: by
// title, group or (as it is written) help. Best first, then in the order of the table.
std::vector<ActionId> matching_actions(std::string_view query, Workspace workspace);

}  // namespace facepoint
