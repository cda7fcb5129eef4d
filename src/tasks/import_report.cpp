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
    KindText{kContradictingRow, "contradicting-row", "rows that contradict another's label", false},
    KindText{kIdenticalImages, "identical-images", "groups of byte-identical images", false},
    KindText{kRepeatedName, "repeated-name", "names that occur in several folders", false},
    KindText{kRepeatedPhoto, "repeated-photo", "photos repeated once per face", false},
    KindText{kSharedName, "shared-name", "label files that fit several pictures", true},
    KindText{kUnknownFile, "unknown-file", "files that are no known labels", false},
    KindText{kNamelessImage, "nameless-image", "images that the identity pattern doesn't fit",
             false},
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

void ImportFindings::add(ImportFinding finding) {
  Counted& counted = counts_[finding.kind];
  ++counted.findings;
  counted.things += finding.count;
  keep(std::move(finding));
}

void ImportFindings::keep(ImportFinding finding) {
  std::size_t& kept = counts_[finding.kind].kept;
  if (kept == kMostKept) return;
  ++kept;
  kept_.push_back(std::move(finding));
}

const ImportFindings::Counted& ImportFindings::counted(ImportFindingKind kind) const {
  static const Counted kNone;
  const auto found = counts_.find(kind);
  return found == counts_.end() ? kNone : found->second;
}

void ImportFindings::append(const ImportFindings& others) {
  for (const auto& [kind, counted] : others.counts_) {
    counts_[kind].findings += counted.findings;
    counts_[kind].things += counted.things;
  }
  for (const ImportFinding& finding : others.kept_) keep(finding);
}

bool ImportReport::has_failures() const {
  // Pictures came in, and the labels that they had did not.
  if (rows == 0 && count(kUnknownFile) > 0) return true;
  const auto& kinds = import_finding_kinds();
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](ImportFindingKind kind) { return is_failure(kind) && count(kind) > 0; });
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
  for (const ImportFindingKind kind : import_finding_kinds()) {
    constexpr auto kMost = static_cast<std::int64_t>(ImportFindings::kMostKept);
    if (report.count(kind) > kMost) json["left_out"][to_text(kind)] = report.count(kind) - kMost;
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace facepoint
