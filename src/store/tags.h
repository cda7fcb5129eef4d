// Words that people put on faces, to find them again: "profile", "glasses". One that begins with @
// says who is to look at the face, "@Maria"; a face has at most one of these. Tags change through
// store/journal.h only. See project.h for threads and errors.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/project.h"
#include "store/query.h"

namespace facepoint {

inline bool is_assignment(std::string_view tag) { return tag.starts_with('@'); }

// The words of what a person typed, each once. Throws Error(kInvalidInput) for a word that the
// query language could not ask for, and for two people.
std::vector<std::string> parse_tags(std::string_view text);

// Words to put on faces and to take off.
struct TagWords {
  std::vector<std::string> add;
  std::vector<std::string> remove;
};
TagWords parse_tag_words(std::string_view text);  // "profile -glasses @Maria"
// What would be different about the tags of a face that has `tags`, sorted; none: nothing.
std::optional<FaceEdit> tag_edit(const TagWords& words, FaceId face,
                                 const std::vector<std::string>& tags);
// "Tag 3 faces: profile", "Untag 3 faces: glasses", "Assign 3 faces to Maria".
std::string tag_label(const TagWords& words, std::size_t faces);

std::vector<std::string> tags_of(Project& project, FaceId face);  // sorted, who it is for first

struct TagUse {
  std::string tag;
  std::int64_t faces = 0;
};
std::vector<TagUse> all_tags(Project& project);  // by name

// Values that fields of the query language have in this project, for their completion.
QueryVocabulary query_vocabulary(Project& project);

}  // namespace facepoint
