#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "tasks/import.h"

namespace facepoint {
namespace {

struct KindText {
  ImportFindingKind kind;
  const char* name;
  const char* title;
  bool failure;
};

using enum ImportFindingKind;
constexpr std::array kKinds = {
    KindText{kBadLine, "bad-line", "lines that could not be read", true},
    KindText{kMissingImage, "missing-image", "rows whose picture is missing", true},
    KindText{kUnreadableImage, "unreadable-image", "pictures that could not be read", true},
    KindText{kConflict, "conflict", "conflicts with a person's labels", true},
    KindText{kVanishedRow, "vanished-row", "rows that left their file", false},
    KindText{kWrongExtension, "wrong-extension", "files whose extension lies", false},
    KindText{kPointsOutside, "points-outside", "faces with points outside the image", false},
    KindText{kCoincidentPoints, "coincident-points", "faces with coincident points", false},
    KindText{kRepeatedRow, "repeated-row", "rows that repeat another's labels", false},
    KindText{kIdenticalImages, "identical-images", "groups of byte-identical images", false},
    KindText{kRepeatedName, "repeated-name", "names that occur in several folders", false},
    KindText{kRepeatedPhoto, "repeated-photo", "photos repeated once per face", false},
};

const KindText& text_of(ImportFindingKind kind) {
  return *std::find_if(kKinds.begin(), kKinds.end(),
                       [&](const KindText& text) { return text.kind == kind; });
}

}  // namespace

std::string to_text(ImportFindingKind kind) { return text_of(kind).name; }
std::string title_of(ImportFindingKind kind) { return text_of(kind).title; }
bool is_failure(ImportFindingKind kind) { return text_of(kind).failure; }

const std::vector<ImportFindingKind>& import_finding_kinds() {
  static const std::vector<ImportFindingKind> kinds = [] {
    std::vector<ImportFindingKind> all;
    all.reserve(kKinds.size());
    for (const KindText& text : kKinds) all.push_back(text.kind);
    return all;
  }();
  return kinds;
}

bool ImportReport::changed_nothing() const {
  return images_added + images_changed + faces_added + faces_revised + rows_rewritten == 0;
}

std::int64_t ImportReport::count(ImportFindingKind kind) const {
  return std::count_if(findings.begin(), findings.end(),
                       [&](const ImportFinding& finding) { return finding.kind == kind; });
}

bool ImportReport::has_failures() const {
  return std::any_of(findings.begin(), findings.end(),
                     [](const ImportFinding& finding) { return is_failure(finding.kind); });
}

std::string to_json_text(const ImportReport& report) {
  nlohmann::ordered_json json;
  for (const ImportReport::Source& source : report.sources) {
    json["sources"].push_back({{"source", source.source},
                               {"dataset", source.dataset},
                               {"label_files", source.label_files}});
  }
  json["rows"] = report.rows;
  json["faces"] = report.faces;
  json["images"] = report.images;
  json["unlabelled_images"] = report.unlabelled_images;
  json["images_added"] = report.images_added;
  json["images_changed"] = report.images_changed;
  json["images_decoded"] = report.images_decoded;
  json["faces_added"] = report.faces_added;
  json["faces_revised"] = report.faces_revised;
  json["findings"] = nlohmann::ordered_json::array();
  for (const ImportFinding& finding : report.findings) {
    json["findings"].push_back({{"kind", to_text(finding.kind)},
                                {"place", finding.place},
                                {"text", finding.text},
                                {"count", finding.count}});
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace facepoint
