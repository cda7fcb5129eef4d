#include "tasks/duplicate_page.h"

#include <algorithm>
#include <cstdio>
#include <unordered_map>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "image/codec.h"
#include "image/draw.h"
#include "image/process.h"
#include "store/datasets.h"
#include "store/face_summaries.h"
#include "store/faces.h"
#include "store/images.h"
#include "tasks/image_files.h"

namespace facepoint {
namespace {

constexpr int kSide = 220;  // pixels of a picture on the page
constexpr int kQuality = 80;

constexpr const char* kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Duplicates</title>
<style>
body { background: #1d1f23; color: #ddd; font: 15px/1.4 sans-serif; margin: 24px }
h1 { font-size: 22px } h2 { font-size: 16px; margin: 28px 0 8px; color: #aaa }
.pair { display: inline-block; vertical-align: top; background: #282b31; border-radius: 8px;
  margin: 0 12px 12px 0; padding: 10px }
.pair img { display: inline-block; height: 220px; border-radius: 4px; margin-right: 6px }
.names { font-size: 12px; color: #bbb; max-width: 460px; overflow-wrap: anywhere }
b.differ { color: #ffb454 } p { max-width: 60em }
</style></head><body>
)";

std::string base64(const std::string& bytes) {
  constexpr const char* kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (int k = 3; k >= 0; --k) {
      const bool padding = i + static_cast<std::size_t>(3 - k) > bytes.size();
      text.push_back(padding ? '=' : kLetters[bits >> (6U * static_cast<unsigned>(k)) & 63U]);
    }
  }
  return text;
}

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    safe += c == '<'   ? "&lt;"
            : c == '>' ? "&gt;"
            : c == '&' ? "&amp;"
            : c == '"' ? "&quot;"
                       : std::string(1, c);
  }
  return safe;
}

class Page {
 public:
  explicit Page(Project& project) : project_(project) {
    for (Dataset& dataset : datasets(project)) dataset_of_.emplace(dataset.id, std::move(dataset));
  }

  std::string pair(const Duplicate& pair) {
    const Image a = get_image(project_, pair.a);
    const Image b = get_image(project_, pair.b);
    char similarity[64];
    std::snprintf(similarity, sizeof similarity, "%.2f %% alike", pair.similarity * 100);
    std::string text = "<div class=\"pair\">" + picture(a) + picture(b) + "<div>" +
                       (pair.identical ? "the same bytes" : similarity);
    if (pair.labels_differ) {
      text += *pair.labels_differ ? ", <b class=\"differ\">labels differ</b>" : ", labels agree";
    }
    return text + "</div><div class=\"names\">" + escaped(key(a)) + "<br>" + escaped(key(b)) +
           "</div></div>\n";
  }

 private:
  std::string key(const Image& image) const {
    return dataset_of_.at(image.dataset).name + "/" + image.path;
  }

  std::string picture(const Image& image) {
    Picture shown;
    try {
      const Picture whole = load_picture(file_of(dataset_of_.at(image.dataset), image));
      shown = thumbnail(whole, kSide);
      draw_faces(image, shown, static_cast<double>(shown.width) / whole.width);
    } catch (const Error& error) {
      return "<span>" + escaped(error.message()) + "</span>";
    }
    return "<img alt=\"\" src=\"data:image/jpeg;base64," + base64(encode_jpeg(shown, kQuality)) +
           "\">";
  }

  void draw_faces(const Image& image, Picture& shown, double scale) {
    for (const Face& face : faces_of(project_, image.id)) {
      if (face.status == FaceStatus::kDeleted) continue;
      const FacePoints points = face_points(project_, face.id);
      if (points.shown() == nullptr) continue;
      draw_landmarks(shown, SchemeLibrary::standard().get(face.scheme),
                     transformed({scale, 0, 0, 0}, *points.shown()),
                     {.edges = false, .numbers = false, .scale = 0.7});
    }
  }

  Project& project_;
  std::unordered_map<DatasetId, Dataset> dataset_of_;
};

// By group; those first where a look is most worth: names or labels that don't agree.
std::vector<std::vector<const Duplicate*>> groups_to_show(Project& project,
                                                          const DuplicateReport& report) {
  std::unordered_map<ImageId, std::size_t> group_of;
  for (std::size_t g = 0; g < report.groups.size(); ++g) {
    for (const ImageId image : report.groups[g]) group_of.emplace(image, g);
  }
  struct Group {
    int worth = 0;
    std::vector<const Duplicate*> pairs;
  };
  std::unordered_map<ImageId, std::string> identity;
  for (Image& image : images(project)) identity.emplace(image.id, std::move(image.identity));
  std::vector<Group> groups(report.groups.size());
  for (const Duplicate& pair : report.pairs) {
    Group& group = groups[group_of.at(pair.a)];
    group.pairs.push_back(&pair);
    const int worth = identity[pair.a] != identity[pair.b] ? 3
                      : pair.labels_differ.value_or(false) ? 2
                      : pair.identical                     ? 1
                                                           : 0;
    group.worth = std::max(group.worth, worth);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return a.worth > b.worth; });
  std::vector<std::vector<const Duplicate*>> shown;
  shown.reserve(groups.size());
  for (Group& group : groups) shown.push_back(std::move(group.pairs));
  return shown;
}

}  // namespace

DuplicatePage write_duplicate_page(Project& project, const DuplicateReport& report,
                                   const std::filesystem::path& file, std::int64_t most,
                                   JobContext& job) {
  DuplicatePage page;
  page.of = static_cast<std::int64_t>(report.pairs.size());
  const std::int64_t total = std::min(most, page.of);
  job.begin_stage("Drawing the page", total);
  Page drawing(project);
  std::string groups;
  std::int64_t number = 0;
  for (const auto& pairs : groups_to_show(project, report)) {
    if (page.pairs == total) break;
    groups += "<h2>Group " + std::to_string(++number) + ": " +
              count_of(static_cast<std::int64_t>(pairs.size()), "pair") + "</h2>\n";
    for (const Duplicate* pair : pairs) {
      if (page.pairs == total) break;
      groups += drawing.pair(*pair);
      job.progress(++page.pairs, total);
    }
  }
  job.finish_stage();
  std::string text = kHead;
  text += "<h1>" + escaped(project.path().filename().string()) + ": " +
          count_of(static_cast<std::int64_t>(report.groups.size()), "group") +
          " of duplicates</h1>\n" + "<p>" + count_of(report.identical(), "pair") +
          " with the same bytes, " + count_of(report.near(), "pair") +
          " nearly alike; the labels of " + std::to_string(report.labels_differ()) +
          " differ. Groups come first whose names, then "
          "whose labels do not agree.";
  if (page.pairs < page.of) {
    text += " The first " + std::to_string(page.pairs) + " of " + std::to_string(page.of) +
            " pairs are shown.";
  }
  write_file_atomically(file, text + "</p>\n" + groups + "</body></html>\n");
  return page;
}

}  // namespace facepoint
