// The CSV of HRNet's face alignment: image_name, scale, (AFLW: box_size,) center_w, center_h,
// original_0_x, original_0_y, ... Columns are found by name; 0-based pixels. Scale is the box's
// longer side over 200. A point that is missing is a pair of empty cells or of "nan".
#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/csv_cells.h"
#include "formats/csv_layout.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

CsvLayout layout_of_header(std::string_view first_line, int points, const std::string& context) {
  const CsvLine line = split_csv(without_line_end(first_line));
  std::map<std::string, std::size_t, std::less<>> columns;
  for (std::size_t i = 0; i < line.cells.size(); ++i) {
    columns.emplace(trimmed(line.cells[i].text), i);
  }
  CsvLayout layout;
  layout.columns = line.cells.size();
  layout.missing = {"", "nan", "NaN"};
  for (const char* name : {"image_name", "image", "image_path"}) {
    const auto found = columns.find(name);
    if (found == columns.end()) continue;
    layout.image = found->second;
    break;
  }
  for (int i = 0;; ++i) {
    const auto x = columns.find("original_" + std::to_string(i) + "_x");
    const auto y = columns.find("original_" + std::to_string(i) + "_y");
    if (x == columns.end() || y == columns.end()) break;
    layout.points.push_back({x->second, y->second, {}});
  }
  if (std::ssize(layout.points) != points) {
    throw Error(ErrorCode::kInvalidInput,
                "its header names " + std::to_string(layout.points.size()) +
                    " points (original_0_x, ...), the scheme has " + std::to_string(points) +
                    "; name another with --scheme",
                context);
  }
  return layout;
}

class HrnetFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "hrnet-csv",
                                         .title = "HRNet-style CSV",
                                         .extension = "csv",
                                         .absence = true,
                                         .rows_stand_alone = true};
    return kTraits;
  }
  Guess detect(const std::string&, std::string_view head) const override {
    const std::string_view first = head.substr(0, head.find('\n'));
    if (first.find("original_0_x") == std::string_view::npos) return {};
    return {1, "its header names original_0_x"};
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override {
    const LayoutOf layout_of = [&](std::string_view first) {
      return layout_of_header(first, context.scheme->size(), context.path);
    };
    read_csv_rows(in, context, true, layout_of, sink);
  }
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override {
    const CsvLayout layout =
        layout_of_header(header_line(edit.header), edit.scheme.size(), "header");
    return csv_row_with_points(layout, edit);
  }
};

void HrnetFormat::write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const {
  std::string header = "image_name,scale,center_w,center_h";
  for (int i = 0; i < scheme.size(); ++i) {
    const std::string name = ",original_" + std::to_string(i);
    header.append(name).append("_x").append(name).append("_y");
  }
  out(header + "\n");
  faces.each([&](const WriteFace& face) {
    const Rect box = bounding_box(face.points);
    std::string text = quoted_if_needed(face.image_name) + "," +
                       plain_number(without_noise(std::max(box.width, box.height) / 200)) + "," +
                       plain_number(without_noise(box.center().x)) + "," +
                       plain_number(without_noise(box.center().y));
    for (const Landmark& point : face.points) {
      text += point.present()
                  ? "," + plain_number(point.position.x) + "," + plain_number(point.position.y)
                  : std::string(",,");
    }
    out(text + "\n");
  });
}

}  // namespace

const LabelFormat& hrnet_format() {
  static const HrnetFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
