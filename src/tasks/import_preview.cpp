#include "tasks/import_preview.h"

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "image/codec.h"
#include "image/draw.h"
#include "image/process.h"
#include "landmark/scheme.h"
#include "tasks/report/html.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr int kSide = 560;       // of a drawn picture, its longer side in pixels
constexpr double kMargin = 0.3;  // around a face, of its size
constexpr int kJpegQuality = 85;

constexpr const char* kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>facepoint import</title><style>
body{font:14px/1.45 Inter,system-ui,sans-serif;margin:32px auto;max-width:1180px;padding:0 24px;color:#22262e;background:#fff}
h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:32px 0 8px}p,li{color:#5b6270}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px;margin:20px 0}
figure{margin:0}img{width:100%;display:block;border-radius:6px}figcaption{margin-top:6px;color:#5b6270}
</style></head><body><h1>Faces as they would be imported</h1>
)";

struct Pair {
  std::string name;
  Picture before;
  Picture after;
  std::string caption_before;
  std::string caption_after;
};

std::string caption(const char* what, const Keypoints& points, const Picture& picture) {
  const auto all = static_cast<int>(points.size());
  const int inside = all - points_outside(points, picture.width, picture.height);
  return std::string(what) + ": " + std::to_string(inside) + " of " + count_of(all, "point") +
         " inside the image";
}

// What both states show: the face as it would be mended, or the whole image where that is smaller.
Similarity view_of(const Picture& picture, const Keypoints& points, int& width, int& height) {
  const Rect box = bounding_box(points);
  const double margin = kMargin * std::max(box.width, box.height);
  double left = std::clamp(box.x - margin, 0.0, picture.width - 1.0);
  double top = std::clamp(box.y - margin, 0.0, picture.height - 1.0);
  double right = std::clamp(box.x + box.width + margin, 0.0, picture.width - 1.0);
  double bottom = std::clamp(box.y + box.height + margin, 0.0, picture.height - 1.0);
  if (right - left < 8 || bottom - top < 8) {
    left = top = 0;
    right = picture.width - 1.0;
    bottom = picture.height - 1.0;
  }
  const double scale = kSide / std::max({right - left, bottom - top, 1.0});
  width = std::max(1, static_cast<int>((right - left) * scale));
  height = std::max(1, static_cast<int>((bottom - top) * scale));
  return {scale, 0, -left * scale, -top * scale};
}

Picture drawn(const Picture& picture, const Scheme& scheme, const Keypoints& points,
              const Keypoints& shown) {
  int width = 0;
  int height = 0;
  const Similarity view = view_of(picture, shown, width, height);
  Picture view_picture = warp(picture, view, width, height);
  draw_landmarks(view_picture, scheme, transformed(view, points));
  return view_picture;
}

std::optional<Pair> pair_of(const SampleFace& sample, const std::string& claimed,
                            const ImportRemedy& remedy) {
  const SchemeLibrary& library = SchemeLibrary::standard();
  LabelLayout layout;
  layout.scheme = claimed;
  if (remedy.layout) layout = *remedy.layout;
  const Scheme& scheme = library.get(layout.scheme);
  const std::optional<Keypoints> after = sample_points(sample, layout);
  if (!after) return std::nullopt;
  try {
    const Picture picture = load_picture(sample.image);
    return Pair{sample.name, drawn(picture, scheme, sample.numbers, *after),
                drawn(picture, scheme, *after, *after),
                caption("As it is", sample.numbers, picture), caption("Mended", *after, picture)};
  } catch (const Error&) {  // the import tells of images that cannot be read
    return std::nullopt;
  }
}

std::string figure(const Picture& picture, const std::string& text) {
  return "<figure><img alt='' src='data:image/jpeg;base64," +
         report::base64(encode_jpeg(picture, kJpegQuality)) + "'><figcaption>" +
         report::escaped(text) + "</figcaption></figure>";
}

std::string findings_html(const SourceExamination& examination) {
  std::string html;
  for (const SourceFinding& finding : examination.findings) {
    html += "<li>" +
            report::escaped(finding.about + " (" + fixed(finding.sure * 100, 0) +
                            " % sure): " + finding.reason + " " + finding.remedy) +
            "</li>\n";
  }
  return html.empty() ? "<p>Nothing was found.</p>\n" : "<ul>\n" + html + "</ul>\n";
}

}  // namespace

void write_import_preview(const std::vector<SourceExamination>& examinations,
                          const std::vector<ImportRemedy>& remedies, const fs::path& out,
                          int faces) {
  const bool is_page = out.extension() == ".html";
  if (!is_page) fs::create_directories(out);
  std::string html = kHead;
  int number = 0;
  for (std::size_t i = 0; i < examinations.size(); ++i) {
    const SourceExamination& examination = examinations[i];
    html += "<h2>" + report::escaped(examination.source.string()) + "</h2>\n" +
            findings_html(examination);
    const std::size_t count =
        std::min(examination.samples.size(), static_cast<std::size_t>(std::max(0, faces)));
    for (std::size_t k = 0; k < count; ++k) {
      const SampleFace& sample = examination.samples[k * examination.samples.size() / count];
      const auto pair = pair_of(sample, examination.claimed_scheme, remedies.at(i));
      if (!pair) continue;
      ++number;
      if (is_page) {
        html += "<p>" + report::escaped(pair->name) + "</p><div class='pair'>" +
                figure(pair->before, pair->caption_before) +
                figure(pair->after, pair->caption_after) + "</div>\n";
      } else {
        const std::string name = "face_" + std::to_string(number);
        save_picture(out / (name + "_as_it_is.png"), pair->before);
        save_picture(out / (name + "_mended.png"), pair->after);
      }
    }
  }
  if (is_page) write_file_atomically(out, html + "</body></html>\n");
}

}  // namespace facepoint
