#include "tasks/export_files.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "base/error.h"
#include "formats/mapping_csv.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAtOnce = 1UL << 18U;  // bytes written

bool same_points(const Keypoints& a, const Keypoints& b, double tolerance) {
  const auto same = [&](const Landmark& p, const Landmark& q) {
    if (p.visibility != q.visibility) return false;
    return !p.present() || (std::abs(p.position.x - q.position.x) <= tolerance &&
                            std::abs(p.position.y - q.position.y) <= tolerance);
  };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

bool any_present(const Keypoints& points) {
  return std::any_of(points.begin(), points.end(),
                     [](const Landmark& point) { return point.present(); });
}

// Compares the faces of a text with what they should be, in the order of the file; where it names
// images, in the order of each image. Images that no face of ours is in are those of rows that are
// kept as they came although no face could be made of them.
class Compared : public LabelSink {
 public:
  Compared(const WriteFaces& expected, const FormatTraits& traits)
      : expected_(expected),
        tolerance_(traits.tolerance),
        named_(traits.file_per == FilePer::kDataset) {
    if (!named_) return;
    by_image_ = expected.by_image();
    for (std::uint32_t i = 0; i < by_image_.size(); ++i) {
      if (expected.image_of(by_image_[i]) == next_.size()) next_.push_back(i);
    }
  }

  void text(std::string_view) override {}
  void bad(BadLine, std::string_view) override {}
  bool same() const { return same_ && read_ == expected_.size(); }
  // The image of a face that isn't what it should be; empty: not known.
  std::string first_wrong() const {
    if (!wrong_.empty() || !named_) return wrong_;
    for (std::uint32_t image = 0; image < next_.size(); ++image) {
      const std::uint32_t place = next_[image];
      const bool all_read =
          place == by_image_.size() || expected_.image_of(by_image_[place]) != image;
      if (!all_read) return expected_.at(by_image_[place]).image_name;
    }
    return {};
  }

 private:
  void take(ReadFace face) override {
    if (named_ && !expected_.image_called(face.image_name)) return;
    const std::optional<std::size_t> is = expected_face(face.image_name);
    const bool right = is && same_points(face.points, expected_.at(*is).points, tolerance_);
    if (same_ && !right) wrong_ = face.image_name;
    same_ = same_ && right;
    ++read_;
  }
  std::optional<std::size_t> expected_face(const std::string& image_name) {
    if (!named_) return read_ < expected_.size() ? std::optional(read_) : std::nullopt;
    const std::optional<std::size_t> image = expected_.image_called(image_name);
    if (!image) return std::nullopt;
    const std::uint32_t place = next_[*image]++;
    if (place == by_image_.size() || expected_.image_of(by_image_[place]) != *image) {
      return std::nullopt;
    }
    return by_image_[place];
  }

  const WriteFaces& expected_;
  double tolerance_;
  bool named_;
  std::vector<std::uint32_t> by_image_;
  std::vector<std::uint32_t> next_;  // of each image, the place in `by_image_`
  std::size_t read_ = 0;
  bool same_ = true;
  std::string wrong_;  // the first
};

}  // namespace

OutputFile::OutputFile(const OutputFolder& folder, std::string path, const Scheme* scheme)
    : folder_(folder), path_(std::move(path)), scheme_(scheme), faces_(room()) {}

// A file that has no name any more: it goes with whoever has it open, also after a crash.
WriteFaces::MoreRoom OutputFile::room() const {
  return [folder = folder_.path] {
    fs::create_directories(folder);
    const fs::path path = folder / (".facepoint-points-" + std::to_string(::getpid()));
    auto stream = std::make_unique<std::fstream>(
        path, std::ios::in | std::ios::out | std::ios::binary | std::ios::trunc);
    if (!*stream) {
      throw Error(ErrorCode::kUnreadable, "nothing can be written to this folder", folder.string());
    }
    fs::remove(path);
    return stream;
  };
}

void OutputFile::text(std::string_view text) {
  buffer_ += text;
  if (buffer_.size() >= kAtOnce) flush();
}

void OutputFile::flush() {
  if (!file_) {
    const fs::path path = folder_.path / path_;
    std::error_code said_below;
    fs::create_directories(path.parent_path(), said_below);
    file_.emplace(path);
  }
  file_->write(buffer_);
  digest_.add(buffer_);
  buffer_.clear();
}

void OutputFile::write_faces() {
  if (file_) file_->start_again();
  buffer_.clear();
  digest_ = {};
  folder_.format->write(faces_, *scheme_, [this](std::string_view piece) { text(piece); });
}

void OutputFile::write_faces_anew(bool not_empty) {
  const FormatTraits& traits = folder_.format->traits();
  WriteFaces as_held(room());
  faces_.each([&](WriteFace face) {
    face.points = held(traits, face.points, face.size).points;
    if (any_present(face.points)) as_held.add(face);
  });
  faces_ = std::move(as_held);
  if (!faces_.empty() || !not_empty) write_faces();
}

void OutputFile::check_bytes(Digest* also) const {
  Digest read;
  read_pieces(file_->beside(), [&](std::string_view piece) {
    read.add(piece);
    if (also != nullptr) also->add(piece);
  });
  if (read.text() == digest_.text()) return;
  throw Error(ErrorCode::kDamaged,
              "what was written is not what is read back; the disk may be failing",
              (folder_.path / path_).string());
}

void OutputFile::check_faces() const {
  ReadContext context;
  context.path = path_;
  context.scheme = scheme_;
  context.picture_size = [this](const std::string& name) {
    if (name.empty() && !faces_.empty()) return faces_.at(0).size;  // the file's own
    return faces_.size_of(name);
  };
  std::ifstream in(file_->beside(), std::ios::binary);
  Compared compared(faces_, folder_.format->traits());
  folder_.format->read(in, context, compared);
  if (compared.same()) return;
  const std::string wrong = compared.first_wrong();
  throw Error(ErrorCode::kInternal,
              "what was to be written does not read back as the project's labels" +
                  (wrong.empty() ? "" : ", first in “" + wrong + "”") +
                  "; nothing was written to this file. The format may not hold such a name: " +
                  "rename the picture, or leave it out (--where)",
              path_);
}

ExportReport::File OutputFile::finish(Digest* also) {
  flush();
  check_bytes(also);
  if (folder_.format != nullptr) check_faces();
  const std::string digest = digest_.text();
  folder_.files->put_in_place(path_, digest, [this] { file_->commit(); });
  return {path_, static_cast<std::int64_t>(faces_.size()), 0, digest};
}

ExportReport::File write_text_file(OutputFolder folder, const std::string& path,
                                   std::string_view text) {
  folder.format = nullptr;
  OutputFile file(folder, path, nullptr);
  file.text(text);
  return file.finish();
}

LabelWriter::LabelWriter(const ExportOptions& options, ExportedFiles& files)
    : folder_{options.out, nullptr, &files} {
  if (options.format == kMappingCsv) {
    mapping_ = make_mapping_csv(read_file(options.mapping), options.mapping.string());
    folder_.format = mapping_.get();
  } else {
    folder_.format = find_label_format(options.format);
  }
  if (folder_.format == nullptr) {
    throw Error(ErrorCode::kInvalidInput, "unknown format " + options.format);
  }
}

std::optional<WriteFace> LabelWriter::face_of(const LabelledFace& face,
                                              const std::string& image_name,
                                              const Keypoints* imported) {
  const auto leave_out = [&](const std::string& why) {
    left_out_.push_back(face.image.path + ": " + why);
    return std::nullopt;
  };
  const PictureSize size{face.image.width, face.image.height};
  if (traits().needs_size && !size.known()) {
    return leave_out("the picture's size, which the format needs, is not known");
  }
  // Points that are what the file has stay so, whatever becomes of others.
  Keypoints points = imported != nullptr ? *imported : face.revision.points;
  std::vector<std::size_t> others;
  Keypoints to_hold;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (imported != nullptr && face.revision.points.at(i) == points[i]) continue;
    others.push_back(i);
    to_hold.push_back(face.revision.points.at(i));
  }
  const Held as_held = held(traits(), to_hold, size);
  if (as_held.absent > 0 && imported == nullptr) {
    return leave_out("a face with " + std::to_string(as_held.absent) +
                     " absent points, which the format cannot hold");
  }
  for (std::size_t k = 0; k < others.size(); ++k) {
    const Landmark& point = as_held.points[k];
    Landmark& written = points[others[k]];
    written = point.present() || traits().absence ? point : Landmark{written.position};
  }
  if (as_held.outside > 0 && !any_present(points)) {
    return leave_out("a face with no point inside the picture, which the format cannot hold");
  }
  absent_ += as_held.absent;
  occluded_ += as_held.occlusion_dropped;
  rounded_ += as_held.rounded;
  outside_ += as_held.outside;
  return WriteFace{image_name, size, std::move(points)};
}

void LabelWriter::report_losses(ExportReport& report) const {
  const auto add = [&](const char* what, std::int64_t count) {
    if (count > 0) report.losses.push_back({what, count});
  };
  add("points marked occluded, written like visible ones", occluded_);
  add("points marked absent, written where they were imported", absent_);
  add("points between pixels, rounded to whole ones", rounded_);
  add("points outside the picture, written as not labelled", outside_);
  add("label files as they were, written anew without what else they held", written_anew_);
  report.left_out.insert(report.left_out.end(), left_out_.begin(), left_out_.end());
}

}  // namespace facepoint
