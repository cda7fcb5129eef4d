#include "tasks/import_rows.h"

#include <algorithm>
#include <cctype>

#include "base/error.h"
#include "base/text.h"
#include "formats/pts.h"
#include "formats/text_spans.h"
#include "formats/udacity_csv.h"
#include "landmark/scheme.h"
#include "tasks/import_chunks.h"
#include "tasks/import_files.h"
#include "tasks/label_text.h"

namespace facepoint {

namespace fs = std::filesystem;

bool is_line_format(const std::string& format) {
  return format == "udacity-csv" || format == "pts";
}

std::string place_of(const std::string& file, std::int64_t line) {
  return line == 0 ? file : file + ":" + std::to_string(line);
}

const Scheme& RowReader::scheme() const { return SchemeLibrary::standard().get(source_.scheme); }

void RowReader::check_points(int points, const std::string& place) const {
  if (points == scheme().size()) return;
  throw Error(ErrorCode::kInvalidInput,
              "its rows have " + count_of(points, "point") + ", the scheme " + scheme().name +
                  " has " + std::to_string(scheme().size()) + "; name another with --scheme",
              place);
}

namespace {

// As we write paths, where it is one of Windows.
fs::path portable(std::string name) {
  const bool has_drive = name.size() > 2 && name[1] == ':' && (name[2] == '/' || name[2] == '\\') &&
                         std::isalpha(static_cast<unsigned char>(name[0])) != 0;
  if (has_drive) name.erase(0, 2);
  std::replace(name.begin(), name.end(), '\\', '/');
  return fs::path(name).lexically_normal();
}

}  // namespace

// Where, below the root, the picture of that name may lie: likely places first. None: all lead out
// of the dataset.
std::vector<std::string> RowReader::places_of(const ScannedLabels& labels,
                                              const std::string& name) const {
  std::vector<std::string> places;
  const auto add = [&](const fs::path& path) {
    const fs::path place = path.lexically_normal();
    if (place.empty() || place.is_absolute() || *place.begin() == "..") return;
    places.push_back(place.generic_string());
  };
  std::vector<std::string> folders = {labels.image_folder,
                                      fs::path(labels.file.path).parent_path().generic_string()};
  if (folders[0] == folders[1]) folders.pop_back();
  if (!folders.back().empty()) folders.emplace_back();
  const fs::path path = portable(name);
  const fs::path relative = path.relative_path();
  const std::string below = path.is_absolute() ? relative_text(path, source_.root) : "";
  if (path.is_absolute()) std::reverse(folders.begin(), folders.end());
  if (!below.empty()) {
    add(below);
  } else {
    for (const std::string& folder : folders) add(joined(folder, relative.generic_string()));
  }
  if (name.find('\\') != std::string::npos) {  // which may be a letter like others here
    for (const std::string& folder : folders) add(joined(folder, name));
  }
  if (!source_.named_images || places.empty()) return places;
  for (auto part = relative.begin(); part != relative.end(); ++part) {
    fs::path tail = labels.image_folder;
    for (auto rest = part; rest != relative.end(); ++rest) tail /= *rest;
    add(tail);
  }
  return places;
}

const std::string& RowReader::resolve(const ScannedLabels& labels, const std::string& name) {
  if (resolved_for_ == &labels && resolved_name_ == name) return resolved_;
  resolved_for_ = &labels;
  resolved_name_ = name;
  resolved_.clear();
  const std::vector<std::string> places = places_of(labels, name);
  if (places.empty()) return resolved_;
  const auto there = std::find_if(places.begin(), places.end(), [&](const std::string& place) {
    std::error_code error;
    return source_.images.contains(place) || fs::is_regular_file(source_.root / place, error);
  });
  resolved_ = there != places.end() ? *there : places.front();
  return resolved_;
}

const std::string& RowReader::picture_of(const ScannedLabels& labels, const std::string& name) {
  const LabelFormat& format = *labels.format;
  return format.traits().names_picture ? resolve(labels, format.picture_of(name)) : labels.picture;
}

// A mapping says itself how its CSV is written, but for line ends.
TextMending mending_of(const ScannedSource& source, const LabelFormat* format) {
  if (!source.mend_text) return TextMending::kNone;
  if (!source.mapping) return TextMending::kCsv;
  return format == source.mapping.get() ? TextMending::kLineEnds : TextMending::kNone;
}

std::unique_ptr<std::istream> RowReader::open(const ScannedLabels& labels, bool reports) {
  constexpr std::int64_t kMega = 1'000'000;
  constexpr std::int64_t kTakesAWhile = 50;  // megabytes
  const auto total =
      static_cast<std::int64_t>(labels.bytes) * labels.format->traits().passes / kMega;
  reports = reports && total >= kTakesAWhile;
  const auto watch = [this, reports, total](std::int64_t bytes) {
    job_.throw_if_cancelled();
    if (reports) job_.progress(std::min(bytes / kMega, total), total);
  };
  resolved_for_ = nullptr;
  auto in = open_label_text(labels.path, mending_of(source_, labels.format), watch);
  if (!*in) throw Error(ErrorCode::kUnreadable, "the file cannot be read", labels.path);
  if (reports) {
    job_.begin_stage("Reading " + fs::path(labels.path).filename().string() + ", MB", total);
  }
  return in;
}

// What of a CSV's text is of the file, not of a row.
struct RowReader::CsvText {
  std::string header;
  bool only_crlf = true;  // given where it is known; else told from what is read
  std::string last_line_end;
  bool is_known = false;
};

void RowReader::read_csv(std::istream& in, const ScannedLabels& labels, CsvText& text,
                         const RowTaker& take, const BadTaker& bad) {
  UdacityCsvReader reader(in, labels.path);
  text.header = reader.header();
  text.last_line_end = text.header;
  bool right_points = reader.points() > 0;
  while (std::optional<UdacityRow> row = reader.next()) {
    ParsedRow parsed;
    parsed.line = row->line;
    parsed.image_name = row->image_name;
    parsed.raw = row->raw;
    text.last_line_end = row->line_end;
    if (!text.is_known && row->line_end == "\n") text.only_crlf = false;
    if (!row->bad) {
      parsed.image_path = resolve(labels, row->image_name);
      if (parsed.image_path.empty()) {
        row->bad = BadLine{row->line, 1, "the file name leads out of the dataset"};
      }
    }
    if (row->bad) {
      bad(*row->bad);
    } else {
      if (right_points) check_points(reader.points(), labels.path);
      right_points = false;  // one look is enough
      if (udacity_row(row->image_name, row->points) == row->raw) parsed.raw.reset();
      parsed.points = make_keypoints(row->points);
    }
    // One line end for the whole file; where lines differ, the odd ones carry their "\r" as text,
    // and so does the last where no "\n" follows it.
    const bool is_odd =
        row->line_end == "\r" || (!text.only_crlf && row->line_end.starts_with('\r'));
    if (text.is_known && is_odd) {
      if (!parsed.raw) parsed.raw = udacity_row(row->image_name, row->points);
      *parsed.raw += '\r';
    }
    take(std::move(parsed));
  }
  if (!text.is_known) text.only_crlf = text.only_crlf && text.header.ends_with("\r\n");
}

std::string RowReader::read_pts(std::istream& in, const ScannedLabels& labels, const RowTaker& take,
                                const BadTaker& bad) {
  const std::optional<std::string> text = read_whole(in);
  if (!text) {
    bad({1, 1, kTooLongForOnePicture});
    return {};
  }
  PtsFile pts = parse_pts(*text);
  const auto points = static_cast<int>(pts.points.size());
  if (pts.bad) {
    bad(*pts.bad);
  } else if (points != scheme().size()) {
    bad({1, 1, count_of(points, "point") + ", not those of " + source_.scheme});
  } else {
    ParsedRow row{fs::path(labels.picture).filename().string(),
                  labels.picture,
                  0,
                  make_keypoints(pts.points),
                  {}};
    if (pts_body(pts.points, pts.header.empty()) != pts.body) row.raw = pts.body;
    take(std::move(row));
  }
  return std::move(pts.header);
}

void RowReader::read_chunks(std::istream& in, ScannedLabels& labels, const RowTaker& take,
                            const BadTaker& bad) {
  const auto image_of = [&](const std::string& name) {
    return name.empty() ? labels.picture : resolve(labels, labels.format->picture_of(name));
  };
  ReadContext context;
  context.path = labels.path;
  context.scheme = &scheme();
  context.picture_size = [&](const std::string& name) {
    return size_of_picture(source_.root / image_of(name));
  };
  LabelChunks chunks({image_of, take, bad});
  labels.format->read(in, context, chunks);
  chunks.finish();
  labels.file.header = chunks.header();
}

void RowReader::read(ScannedLabels& labels, const RowTaker& take, const BadTaker& bad) {
  std::error_code unreadable;  // which is said when it is opened
  labels.bytes = fs::file_size(labels.path, unreadable);
  labels.written = fs::last_write_time(labels.path, unreadable);
  labels.file.format = labels.format->traits().name;
  std::int64_t rows = 0;
  const auto counted = [&](ParsedRow row) {
    ++rows;
    if (!row.points.empty()) ++labels.faces;
    take(std::move(row));
  };
  const std::unique_ptr<std::istream> in = open(labels, true);
  if (labels.file.format == "udacity-csv") {
    CsvText text;
    read_csv(*in, labels, text, counted, bad);
    labels.file.header = text.header;
    labels.file.line_end = text.only_crlf ? "\r\n" : "\n";
    labels.file.ends_with_line_end = text.last_line_end.ends_with('\n');
  } else if (labels.file.format == "pts") {
    labels.file.header = read_pts(*in, labels, counted, bad);
    labels.file.line_end = "\n";
  } else {
    read_chunks(*in, labels, counted, bad);
    labels.file.line_end = "";  // chunks have their own
    labels.file.ends_with_line_end = false;
  }
  labels.rows = rows;
}

void RowReader::read_again(const ScannedLabels& labels, const RowTaker& take) {
  std::error_code gone;
  if (fs::file_size(labels.path, gone) != labels.bytes ||
      fs::last_write_time(labels.path, gone) != labels.written) {
    throw Error(ErrorCode::kConflict, "the file was changed while it was imported; import it again",
                labels.path);
  }
  const std::unique_ptr<std::istream> in = open(labels, false);
  const auto moved = [&](ParsedRow row) {
    const auto to = source_.moved.find(row.image_path);
    if (to != source_.moved.end()) row.image_path = to->second;
    take(std::move(row));
  };
  const auto said_before = [](const BadLine&) {};
  if (labels.file.format == "udacity-csv") {
    CsvText text;
    text.is_known = true;
    text.only_crlf = labels.file.line_end == "\r\n";
    read_csv(*in, labels, text, moved, said_before);
  } else if (labels.file.format == "pts") {
    read_pts(*in, labels, moved, said_before);
  } else {
    ScannedLabels ignored = labels;
    read_chunks(*in, ignored, moved, said_before);
  }
}

}  // namespace facepoint
