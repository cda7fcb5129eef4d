#include "fuzz/parsers.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <sstream>

#include "base/error.h"
#include "formats/csv_dialect.h"
#include "formats/kaggle.h"
#include "formats/mapping_csv.h"
#include "landmark/scheme.h"
#include "unit/formats/collected.h"

namespace facepoint::fuzz {
namespace {

constexpr PictureSize kSize{200, 100};
// Positions beyond cannot be moved by a pixel and written with six decimals.
constexpr double kFar = 1e6;

void promise(bool kept, const std::string& what) {
  if (!kept) throw BrokenPromise(what);
}

// Runs what may refuse its input. A refusal has to say why.
template <typename Read>
bool accepted(const Read& read) {
  try {
    read();
    return true;
  } catch (const Error& error) {
    promise(!error.message().empty(), "refused without a reason");
    return false;
  }
}

bool can_be_moved(const Landmark& point) {
  return point.present() && std::abs(point.position.x) < kFar && std::abs(point.position.y) < kFar;
}

// A face's chunk with the same points is the same chunk; with one point moved it reads back so.
void check_edit(const LabelFormat& format, const test::Collected& read, const ReadFace& face) {
  const Scheme& scheme = test::small_scheme();
  WriteFace after{face.image_name, kSize, face.points};
  const auto chunk_with = [&](const Keypoints& points) {
    after.points = points;
    return format.with_points({read.header, face.raw, face.points, after, scheme});
  };
  const auto same = chunk_with(face.points);
  promise(!same || *same == face.raw, "points that did not change changed their bytes");
  const auto movable = std::find_if(face.points.begin(), face.points.end(), can_be_moved);
  if (movable == face.points.end()) return;
  Keypoints moved = face.points;
  Landmark& point = moved[static_cast<std::size_t>(movable - face.points.begin())];
  point.position.x = std::round(point.position.x) + 1;
  const auto chunk = chunk_with(moved);
  if (!chunk) return;
  std::string text = read.bytes;
  const std::size_t at = text.find(face.raw);
  if (at != text.rfind(face.raw)) return;  // which of them is this face's?
  text.replace(at, face.raw.size(), *chunk);
  const test::Collected again = test::read_text(format, text, scheme, kSize);
  promise(again.faces.size() == read.faces.size(), "with a point moved there are other faces");
  const std::size_t index = static_cast<std::size_t>(&face - read.faces.data());
  const Keypoints& points = again.faces[index].points;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    promise(points[i].visibility == moved[i].visibility, "a point moved changed what is seen");
    if (!can_be_moved(moved[i])) continue;
    const double tolerance = std::max(format.traits().tolerance, 1e-6);
    promise(std::abs(points[i].position.x - moved[i].position.x) <= tolerance &&
                std::abs(points[i].position.y - moved[i].position.y) <= tolerance,
            "a point moved reads back elsewhere");
  }
}

void run_format(const LabelFormat& format, const std::string& bytes) {
  format.detect("labels." + format.traits().extension, bytes);
  test::Collected read;
  if (!accepted([&] { read = test::read_text(format, bytes); })) return;
  const bool keeps_bytes = format.traits().can_write;
  promise(!keeps_bytes || read.bytes == bytes, "the chunks are not the file's bytes");
  for (const ReadFace& face : read.faces) {
    for (const Landmark& point : face.points) {
      promise(
          !point.present() || (std::isfinite(point.position.x) && std::isfinite(point.position.y)),
          "a point that is nowhere");
    }
  }
  for (const BadLine& bad : read.bad_lines) promise(!bad.reason.empty(), "bad without a reason");
  const auto of_scheme = [](const ReadFace& face) {
    return static_cast<int>(face.points.size()) == test::small_scheme().size();
  };
  const auto face = std::find_if(read.faces.begin(), read.faces.end(), of_scheme);
  if (face != read.faces.end() && !face->raw.empty()) check_edit(format, read, *face);
}

void run_dialect(const std::string& bytes) {
  const CsvDialect dialect = dialect_of(bytes);
  plain_csv(bytes, dialect);
  promise(whole_lines(bytes) <= bytes.size(), "more whole lines than bytes");
}

void run_kaggle_pictures(const std::string& bytes) {
  accepted([&] {
    std::istringstream in(bytes);
    read_kaggle_pictures(in, "training.csv", [](const KagglePicture& picture) {
      promise(picture.grey.size() == std::size_t{kKaggleSide} * kKaggleSide, "a picture in part");
    });
  });
}

void run_kaggle_lookup(const std::string& bytes) {
  accepted([&] {
    std::istringstream in(bytes);
    const Scheme& scheme = test::small_scheme();
    const auto lookup = read_kaggle_lookup(in, scheme, "IdLookupTable.csv");
    for (const KaggleLookup& row : lookup) {
      promise(row.coordinate >= 0 && row.coordinate < 2 * scheme.size(), "no coordinate of it");
    }
    kaggle_submission(lookup, [](std::int64_t) { return Keypoints{}; });
  });
}

std::vector<Parser> all_parsers() {
  std::vector<Parser> all;
  for (const LabelFormat* format : label_formats()) {
    all.push_back({format->traits().name,
                   [format](const std::string& bytes) { run_format(*format, bytes); }});
  }
  const std::shared_ptr<LabelFormat> own = make_mapping_csv(
      R"({"image": "file", "x": "{name}_x", "y": "{name}_y", "occluded": "{name}_hidden",
          "origin": 1, "delimiter": ";", "decimal": ",", "missing": ["-"]})",
      "mapping.json");
  all.push_back({kMappingCsv, [own](const std::string& bytes) { run_format(*own, bytes); }});
  all.push_back({"mapping", [](const std::string& bytes) {
                   accepted([&] { make_mapping_csv(bytes, "mapping.json"); });
                 }});
  all.push_back({"scheme", [](const std::string& bytes) {
                   accepted([&] { parse_scheme(bytes, "scheme.json"); });
                 }});
  all.push_back({"csv-dialect", run_dialect});
  all.push_back({"kaggle-pictures", run_kaggle_pictures});
  all.push_back({"kaggle-lookup", run_kaggle_lookup});
  return all;
}

}  // namespace

const std::vector<Parser>& parsers() {
  static const std::vector<Parser> kAll = all_parsers();
  return kAll;
}

const Parser* find_parser(std::string_view name) {
  const auto found = std::find_if(parsers().begin(), parsers().end(),
                                  [&](const Parser& parser) { return parser.name == name; });
  return found == parsers().end() ? nullptr : &*found;
}

}  // namespace facepoint::fuzz
