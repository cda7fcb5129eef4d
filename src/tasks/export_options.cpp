// What can be asked of an export.
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "formats/label_format.h"
#include "formats/mapping_csv.h"
#include "landmark/scheme.h"
#include "store/query.h"
#include "tasks/export.h"
#include "tasks/export_kaggle.h"

namespace facepoint {

void ExportOptions::check() const {
  const std::vector<ExportFormat> formats = export_formats();
  const auto chosen = std::find_if(formats.begin(), formats.end(),
                                   [&](const ExportFormat& each) { return each.name == format; });
  if (chosen == formats.end()) {
    throw Error(ErrorCode::kInvalidInput,
                "unknown format \"" + format + "\"; there are " + export_format_names());
  }
  if (chosen->needs == ExportFormat::Needs::kLookup && lookup.empty()) {
    throw Error(ErrorCode::kInvalidInput, "name the challenge's IdLookupTable.csv (--lookup)");
  }
  if (chosen->needs == ExportFormat::Needs::kMapping && mapping.empty()) {
    throw Error(ErrorCode::kInvalidInput, "name the file that describes the CSV (--mapping)");
  }
  if (!merge.empty() && merge != "median") {
    throw Error(ErrorCode::kInvalidInput, "labels are merged by: median");
  }
  if (!merge.empty() && !snapshot.empty()) {
    throw Error(ErrorCode::kInvalidInput,
                "a snapshot keeps labels, not opinions; leave out --merge or --snapshot");
  }
  if (!scheme.empty()) SchemeLibrary::standard().get(scheme);
  if (out.empty()) throw Error(ErrorCode::kInvalidInput, "no folder to write to was named");
  parse_query(where);
}

std::string ExportReport::put_aside_text() const {
  const auto others = static_cast<std::int64_t>(put_aside.size()) - 1;
  return "Files in the way, not as this project exported them last, were kept: " +
         put_aside.front() + (others > 0 ? " and " + count_of(others, "other") : "");
}

std::vector<ExportFormat> export_formats() {
  std::vector<ExportFormat> formats;
  for (std::string& name : written_format_names()) formats.push_back({std::move(name)});
  formats.push_back({kMappingCsv, ExportFormat::Needs::kMapping});
  formats.push_back({kKaggleSubmission, ExportFormat::Needs::kLookup});
  return formats;
}

std::string export_format_names() {
  const std::vector<ExportFormat> formats = export_formats();
  std::string names;
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (i > 0) names += i + 1 < formats.size() ? ", " : " or ";
    names += formats[i].name;
  }
  return names;
}

}  // namespace facepoint
