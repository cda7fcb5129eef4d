#include "tasks/tag_faces.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "store/face_summaries.h"
#include "store/journal.h"

namespace facepoint {
namespace {

std::vector<std::string> checked(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return parse_tags(text);
}

}  // namespace

void TagOptions::check() const {
  if (add.empty() && remove.empty()) {
    throw Error(ErrorCode::kInvalidInput, "Say which tags to --add or to --remove.");
  }
  const std::vector<std::string> added = checked(add);
  for (const std::string& tag : checked(remove)) {
    if (std::find(added.begin(), added.end(), tag) == added.end()) continue;
    throw Error(ErrorCode::kInvalidInput, "'" + tag + "' is to be added and removed.");
  }
  parse_query(where);
}

TagReport run_tag_faces(Project& project, const TagOptions& options) {
  options.check();
  const TagWords words{checked(options.add), checked(options.remove)};
  TagReport report;
  project.transaction([&] {
    const std::vector<FaceSummary> faces = face_summaries(project, parse_query(options.where));
    std::vector<FaceEdit> edits;
    for (const FaceSummary& face : faces) {
      if (auto edit = tag_edit(words, face.face, face.tags)) edits.push_back(*std::move(edit));
    }
    report.matching = static_cast<std::int64_t>(faces.size());
    report.changed = static_cast<std::int64_t>(edits.size());
    if (edits.empty()) return;
    report.label = tag_label(words, edits.size());
    apply_change(project, report.label, edits);
  });
  return report;
}

}  // namespace facepoint
