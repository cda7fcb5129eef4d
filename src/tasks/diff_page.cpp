#include "tasks/diff_page.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "base/error.h"
#include "image/codec.h"
#include "image/jpeg.h"
#include "image/process.h"
#include "store/datasets.h"
#include "store/images.h"
#include "tasks/image_files.h"

namespace facepoint {
namespace {

constexpr double kMargin = 0.25;  // of the points' box, on each side
constexpr int kSide = 320;        // of a cut-out, at most, in pixels
constexpr int kJpegQuality = 80;
constexpr std::size_t kRowsShown = 500;

const char* const kHead = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>facepoint diff</title><style>
body{font:14px/1.45 Inter,system-ui,sans-serif;margin:32px auto;max-width:1120px;padding:0 24px;color:#22262e;background:#fff}
h1{font-size:22px;margin:0 0 4px}h2{font-size:16px;margin:32px 0 8px}p{margin:4px 0;color:#5b6270}
table{border-collapse:collapse}td,th{padding:3px 24px 3px 0;text-align:left;font-weight:400;border-bottom:1px solid #e6e8ec}
th{color:#5b6270}td.n,th.n{text-align:right}
.faces{display:grid;grid-template-columns:repeat(auto-fill,minmax(320px,1fr));gap:24px 20px}
figure{margin:0}figure svg{width:100%;height:auto;display:block;border-radius:6px;background:#20242c}
figcaption{margin-top:6px}figcaption small{color:#5b6270;font-size:13px;display:block}
.before{color:#c9720f}.after{color:#1c74d8}
</style></head><body>
)";

std::string decimals(double value, int digits) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  return text.data();
}

std::string escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<') {
      safe += "&lt;";
    } else if (c == '&') {
      safe += "&amp;";
    } else if (c == '"') {
      safe += "&quot;";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string base64(const std::string& bytes) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k > bytes.size() ? '=' : kDigits[group >> (18 - 6 * k) & 63U];
    }
  }
  return text;
}

using Row = std::vector<std::string>;

std::string table(const std::vector<Row>& rows) {
  std::string html = "<table>\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const std::string cell = r == 0 ? "th" : "td";
    html += "<tr>";
    for (std::size_t i = 0; i < rows[r].size(); ++i) {
      html.append("<").append(cell).append(i == 0 ? ">" : " class=\"n\">");
      html.append(escaped(rows[r][i])).append("</").append(cell).append(">");
    }
    html += "</tr>\n";
  }
  return html + "</table>\n";
}

// What is cut out of the picture, and how large.
Similarity crop_of(const Keypoints& before, const Keypoints& after, int& width, int& height) {
  Keypoints both = before;
  both.insert(both.end(), after.begin(), after.end());
  const Rect box = bounding_box(both);
  const double margin = std::max({box.width, box.height, 8.0}) * kMargin;
  const Rect around{box.x - margin, box.y - margin, box.width + 2 * margin,
                    box.height + 2 * margin};
  const double scale = kSide / std::max(around.width, around.height);
  width = std::max(1, static_cast<int>(around.width * scale));
  height = std::max(1, static_cast<int>(around.height * scale));
  return {scale, 0, -around.x * scale, -around.y * scale};
}

std::string circle(Point at, const char* look) {
  return "<circle cx='" + decimals(at.x, 1) + "' cy='" + decimals(at.y, 1) + "' " + look + "/>";
}

std::string overlay(const Picture& picture, const Keypoints& before, const Keypoints& after) {
  int width = 0;
  int height = 0;
  const Similarity crop_from_image = crop_of(before, after, width, height);
  const Picture crop = warp(picture, crop_from_image, width, height);
  const std::string size = std::to_string(width) + "' height='" + std::to_string(height);
  std::string svg = "<svg viewBox='0 0 " + std::to_string(width) + " " + std::to_string(height) +
                    "'><image width='" + size + "' href='data:image/jpeg;base64," +
                    base64(encode_jpeg(crop, kJpegQuality)) + "'/>";
  std::string lines;
  std::string dots;
  for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
    const Point from = crop_from_image(before[i].position);
    const Point to = crop_from_image(after[i].position);
    const bool moved = before[i].present() && after[i].present() && before[i] != after[i];
    if (moved) {
      lines += "<line x1='" + decimals(from.x, 1) + "' y1='" + decimals(from.y, 1) + "' x2='" +
               decimals(to.x, 1) + "' y2='" + decimals(to.y, 1) +
               "' stroke='#fff' stroke-width='1.2'/>";
    }
    if (before[i].present() && before[i] != after[i]) {
      dots += circle(from, "r='2.6' fill='none' stroke='#ffb454' stroke-width='1.4'");
    }
    if (after[i].present()) {
      dots += circle(to, before[i] == after[i] ? "r='1.5' fill='#fff' opacity='.75'"
                                               : "r='2.6' fill='#58a6ff'");
    }
  }
  return svg + lines + dots + "</svg>";
}

std::string figure(Project& project, const DiffFace& face, const std::vector<Dataset>& datasets) {
  const FaceDifference& at = face.face;
  std::string people;
  for (const std::string& person : at.people) people += (people.empty() ? "" : ", ") + person;
  const std::string caption =
      "<figcaption>" + escaped(at.path) + ", face " + std::to_string(at.face.value) + "<small>" +
      escaped(what_changed(face)) + (people.empty() ? "" : "<br>by " + escaped(people)) +
      "</small></figcaption>";
  try {
    const auto dataset =
        std::find_if(datasets.begin(), datasets.end(),
                     [&](const Dataset& candidate) { return candidate.id == at.dataset; });
    const Picture picture = load_picture(file_of(*dataset, get_image(project, at.image)));
    return "<figure>" +
           overlay(picture, get_revision(project, at.revision_before).points,
                   get_revision(project, at.revision_after).points) +
           caption + "</figure>\n";
  } catch (const Error& error) {
    return "<figure><p>" + escaped(error.what()) + "</p>" + caption + "</figure>\n";
  }
}

std::string figures(const DiffReport& report) {
  std::vector<Row> rows = {{"what", "faces"},
                           {"added", std::to_string(report.added)},
                           {"removed", std::to_string(report.removed)},
                           {"points moved", std::to_string(report.with_points_moved)},
                           {"status changed", std::to_string(report.with_status_changed)},
                           {"tags changed", std::to_string(report.with_tags_changed)}};
  for (const auto& [person, faces] : report.faces_by_person) {
    rows.push_back({"by " + person, std::to_string(faces)});
  }
  std::string html = table(rows);
  for (const MovementTally& tally : report.movements) {
    if (tally.all().points == 0) continue;
    rows = {
        {"region", "points moved", "mean px", "mean % of box", "largest px", "largest % of box"}};
    const auto add = [&](const std::string& title, const MovedPoints& moved) {
      rows.push_back({title, std::to_string(moved.points), decimals(moved.mean_pixels(), 2),
                      decimals(moved.mean_share() * 100, 2), decimals(moved.largest_pixels, 1),
                      decimals(moved.largest_share * 100, 1)});
    };
    for (std::size_t i = 0; i < tally.by_region().size(); ++i) {
      if (tally.by_region()[i].points == 0) continue;
      add(tally.scheme().regions[i].title, tally.by_region()[i]);
    }
    add("all", tally.all());
    html += "<h2>How far, " + escaped(tally.scheme().title) + "</h2>\n" + table(rows);
  }
  return html;
}

std::string all_faces(const DiffReport& report) {
  std::string html =
      "<h2>Every face that differs</h2>\n<table><tr><th>face</th><th>image</th>"
      "<th>change</th><th>by</th></tr>\n";
  for (std::size_t i = 0; i < std::min(report.faces.size(), kRowsShown); ++i) {
    const DiffFace& face = report.faces[i];
    std::string people;
    for (const std::string& each : face.face.people) people += (people.empty() ? "" : ", ") + each;
    html += "<tr><td>" + std::to_string(face.face.face.value) + "</td><td>" +
            escaped(face.face.path) + "</td><td>" + escaped(what_changed(face)) + "</td><td>" +
            escaped(people) + "</td></tr>\n";
  }
  html += "</table>\n";
  if (report.faces.size() > kRowsShown) {
    html += "<p>and " + std::to_string(report.faces.size() - kRowsShown) +
            " more; <code>facepoint diff --json</code> lists all.</p>\n";
  }
  return html;
}

}  // namespace

std::string diff_page(Project& project, const DiffReport& report, int pictures, JobContext& job) {
  std::string html = kHead;
  html += "<h1>" + escaped(report.from) + " → " + escaped(report.to) + "</h1>\n<p>" +
          escaped(project.path().filename().string()) + "</p>\n" + figures(report);
  std::vector<const DiffFace*> shown;
  for (const DiffFace& face : report.faces) {
    if (face.moved.points > 0 && std::ssize(shown) < pictures) shown.push_back(&face);
  }
  if (!shown.empty()) {
    html +=
        "<h2>The faces moved farthest</h2>\n<p><span class=\"before\">○ before</span> &nbsp; "
        "<span class=\"after\">● after</span> &nbsp; small white: not moved</p>\n"
        "<div class=\"faces\">\n";
    const std::vector<Dataset> known = datasets(project);
    job.begin_stage("Drawing faces", std::ssize(shown));
    for (std::size_t i = 0; i < shown.size(); ++i) {
      html += figure(project, *shown[i], known);
      job.progress(static_cast<std::int64_t>(i) + 1, std::ssize(shown));
    }
    html += "</div>\n";
  }
  if (!report.faces.empty()) html += all_faces(report);
  return html + "</body></html>\n";
}

}  // namespace facepoint
