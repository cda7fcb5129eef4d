// The filters that a person keeps in the project for another day. See project.h for threads and
// errors.
#pragma once

#include <string>
#include <vector>

#include "store/project.h"

namespace facepoint {

std::vector<std::string> saved_queries(Project& project);  // in the order they were kept
// Keeping one that is kept already, or forgetting one that isn't, changes nothing.
void keep_query(Project& project, const std::string& text);
void forget_query(Project& project, const std::string& text);

}  // namespace facepoint
