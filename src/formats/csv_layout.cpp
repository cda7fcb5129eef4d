#include "formats/csv_layout.h"

#include <algorithm>

#include "base/text.h"
#include "formats/csv_cells.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

std::optional<double> number_of(const CsvLayout& layout, std::string text) {
  if (layout.decimal_comma) std::replace(text.begin(), text.end(), ',', '.');
  return finite_number(text);
}

bool says_missing(const CsvLayout& layout, std::string_view text) {
  const std::string_view word = trimmed(text);
  return std::find(layout.missing.begin(), layout.missing.end(), word) != layout.missing.end();
}

double scale_of(const CsvLayout& layout, int extent) {
  if (layout.unit == CoordinateUnit::kPixel) return 1;
  return layout.unit == CoordinateUnit::kPercent ? extent / 100.0 : extent;
}

double pixel_of(const CsvLayout& layout, double value, int extent) {
  if (layout.unit == CoordinateUnit::kPixel) return value - layout.origin;
  return without_noise(value * scale_of(layout, extent));
}

// Reads one line's face; what is wrong with it is thrown as a BadLine without line number.
struct BadCell {
  std::size_t offset = 0;
  std::string reason;
};

std::optional<BadCell> read_row(const CsvLine& line, const CsvLayout& layout,
                                const ReadContext& context, ReadFace& face) {
  face.image_name = trimmed(line.cells[layout.image].text);
  if (face.image_name.empty()) {
    return BadCell{line.cells[layout.image].begin, "the file name is empty"};
  }
  PictureSize size{1, 1};
  if (layout.unit != CoordinateUnit::kPixel) {
    size = context.size_of(face.image_name);
    if (!size.known()) {
      return BadCell{
          line.cells[layout.image].begin,
          "its coordinates are parts of the picture, whose size is not known; see that " +
              face.image_name + " can be read"};
    }
  }
  for (const CsvLayout::Columns& columns : layout.points) {
    const CsvCell& x = line.cells[columns.x];
    const CsvCell& y = line.cells[columns.y];
    if (says_missing(layout, x.text) && says_missing(layout, y.text)) {
      face.points.push_back({{}, Visibility::kAbsent});
      continue;
    }
    for (const CsvCell* cell : {&x, &y}) {
      if (number_of(layout, cell->text)) continue;
      return BadCell{cell->begin, "not a finite number: \"" + cell->text.substr(0, 20) + "\""};
    }
    Landmark point{{pixel_of(layout, *number_of(layout, x.text), size.width),
                    pixel_of(layout, *number_of(layout, y.text), size.height)}};
    if (columns.occluded) {
      const std::string_view word = trimmed(line.cells[*columns.occluded].text);
      if (word == "1" || word == "true" || word == "True") point.visibility = Visibility::kOccluded;
    }
    face.points.push_back(point);
  }
  return std::nullopt;
}

// So many cells a row must have at least.
std::size_t cells_needed(const CsvLayout& layout) {
  std::size_t last = layout.image;
  for (const CsvLayout::Columns& columns : layout.points) {
    last = std::max({last, columns.x, columns.y, columns.occluded.value_or(0)});
  }
  return last + 1;
}

}  // namespace

std::string csv_coordinate(const CsvLayout& layout, double pixel, int extent) {
  const double value = layout.unit == CoordinateUnit::kPixel ? pixel + layout.origin
                                                             : pixel / scale_of(layout, extent);
  std::string text = plain_number(layout.origin == 0 ? value : without_noise(value));
  if (layout.decimal_comma) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string_view header_line(std::string_view header) {
  while (header.starts_with(kByteOrderMark)) header.remove_prefix(kByteOrderMark.size());
  return without_line_end(header.substr(0, header.find('\n')));
}

void read_csv_rows(std::istream& in, const ReadContext& context, bool has_header,
                   const LayoutOf& layout_of, LabelSink& sink) {
  std::string bytes;
  std::optional<CsvLayout> layout;
  for (std::int64_t number = 1; read_line_with_end(in, bytes); ++number) {
    std::string_view text = without_line_end(bytes);
    // Files put behind each other have marks in their midst; csv_row_with_points leaves them out,
    // too.
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    if (!layout) {
      layout = layout_of(text);
      if (has_header) {
        sink.text(bytes);
        continue;
      }
    }
    if (trimmed(text).empty()) {
      sink.text(bytes);
      continue;
    }
    const CsvLine line = split_csv(text, layout->delimiter);
    const auto fail = [&](std::size_t offset, const std::string& reason) {
      sink.bad({number, static_cast<std::int64_t>(offset) + 1, reason}, bytes);
    };
    if (!line.problem.empty()) {
      fail(line.bad_offset, line.problem);
      continue;
    }
    const std::size_t needed = std::max(layout->columns, cells_needed(*layout));
    const bool too_many = layout->columns != 0 && line.cells.size() > needed;
    if (line.cells.size() < needed || too_many) {
      fail(too_many ? line.cells[needed].begin : text.size(),
           std::to_string(line.cells.size()) + " cells instead of " + std::to_string(needed));
      continue;
    }
    ReadFace face;
    face.line = number;
    if (const std::optional<BadCell> bad = read_row(line, *layout, context, face)) {
      fail(bad->offset, bad->reason);
      continue;
    }
    face.raw = bytes;
    sink.face(std::move(face));
  }
}

std::optional<std::string> csv_row_with_points(const CsvLayout& layout, const ChunkEdit& edit) {
  std::string_view text = without_line_end(edit.raw);
  std::size_t skipped = 0;
  if (text.starts_with(kByteOrderMark)) skipped = kByteOrderMark.size();
  const CsvLine line = split_csv(text.substr(skipped), layout.delimiter);
  std::vector<std::pair<std::size_t, std::string>> changes;  // column, text
  for (std::size_t i = 0; i < layout.points.size(); ++i) {
    const Landmark& wanted = edit.after.points.at(i);
    if (wanted == edit.before.at(i)) continue;
    const CsvLayout::Columns& columns = layout.points[i];
    const PictureSize& size = edit.after.size;
    if (!wanted.present()) {
      if (layout.missing.empty()) return std::nullopt;
      changes.emplace_back(columns.x, layout.missing.front());
      changes.emplace_back(columns.y, layout.missing.front());
      continue;
    }
    const bool all = !edit.before[i].present();
    if (all || wanted.position.x != edit.before[i].position.x) {
      changes.emplace_back(columns.x, csv_coordinate(layout, wanted.position.x, size.width));
    }
    if (all || wanted.position.y != edit.before[i].position.y) {
      changes.emplace_back(columns.y, csv_coordinate(layout, wanted.position.y, size.height));
    }
    if (columns.occluded && wanted.visibility != edit.before[i].visibility) {
      changes.emplace_back(*columns.occluded,
                           wanted.visibility == Visibility::kOccluded ? "1" : "0");
    }
  }
  std::sort(changes.begin(), changes.end());
  TextEdits edits(edit.raw);
  for (const auto& [column, with] : changes) {
    const CsvCell& cell = line.cells.at(column);
    edits.replace(cell.begin + skipped, cell.end + skipped,
                  quoted_if_needed(with, layout.delimiter));
  }
  return edits.finish();
}

}  // namespace facepoint
