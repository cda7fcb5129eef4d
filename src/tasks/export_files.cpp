#include "tasks/export_files.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "base/error.h"
#include "formats/mapping_csv.h"
#include "tasks/export_compare.h"
#include "tasks/export_yolo.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAtOnce = 1UL << 18U;  // bytes written
constexpr const char* kNoSize = "the picture's size, which the format needs, is not known";

bool any_present(const Keypoints& points) {
  return std::any_of(points.begin(), points.end(),
                     [](const Landmark& point) { return point.present(); });
}

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

std::vector<std::string> OutputFile::write_faces_anew(bool not_empty) {
  const FormatTraits& traits = folder_.format->traits();
  WriteFaces as_held(room());
  std::vector<std::string> without_size;
  faces_.each([&](WriteFace face) {
    if (traits.needs_size && !face.size.known()) {
      without_size.push_back(face.image_name);
      return;
    }
    face.points = held(traits, face.points, face.size).points;
    if (any_present(face.points)) as_held.add(face);
  });
  faces_ = std::move(as_held);
  if (!faces_.empty() || !not_empty) write_faces();
  return without_size;
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
  ComparedFaces compared(faces_, folder_.format->traits());
  folder_.format->read(in, context, compared);
  const std::string difference = compared.difference();
  if (difference.empty()) return;
  throw Error(ErrorCode::kInternal,
              "nothing was written to this file, since it would not read back as the project's "
              "labels: " +
                  difference,
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

std::string LabelWriter::stem_beside(const std::string& picture) const {
  return is(kYoloPose) ? yolo_labels_of(picture) : picture;
}

void LabelWriter::write_like(const std::string& row) {
  if (!is(kYoloPose)) return;
  folder_.format = find_label_format(kYoloPose);
  like_ = row.empty() ? nullptr : yolo_like(row);
  if (like_) folder_.format = like_.get();
}

// The points as they will be read back. Those that are what the file has stay so, whatever becomes
// of others.
Held LabelWriter::held_points(const Keypoints& label, const Keypoints* imported,
                              PictureSize size) const {
  Keypoints points = imported != nullptr ? *imported : label;
  std::vector<std::size_t> others;
  Keypoints to_hold;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (imported != nullptr && label.at(i) == points[i]) continue;
    others.push_back(i);
    to_hold.push_back(label.at(i));
  }
  Held as_held = held(traits(), to_hold, size);
  for (std::size_t k = 0; k < others.size(); ++k) {
    const Landmark& point = as_held.points[k];
    Landmark& written = points[others[k]];
    written = point.present() || traits().absence ? point : Landmark{written.position};
  }
  as_held.points = std::move(points);
  return as_held;
}

// What is written would be read as the labels of another picture.
void LabelWriter::refuse_name_of_another(const std::string& image_name) const {
  const std::string read = format().picture_of(image_name);
  if (read == image_name) return;
  throw Error(ErrorCode::kInvalidInput,
              "From " + traits().name + " “" + image_name + "” is read as “" + read +
                  "”: rename the picture, or leave it out (--where)",
              image_name);
}

std::optional<WriteFace> LabelWriter::face_of(const LabelledFace& face,
                                              const std::string& image_name,
                                              const Keypoints* imported) {
  const PictureSize size{face.image.width, face.image.height};
  const Keypoints& label = face.revision.points;
  const bool is_new = imported == nullptr;
  if (!is_new && label == *imported) return WriteFace{image_name, size, label};
  const auto leave_out = [&](const std::string& why) {
    left_out_.push_back(face.image.path + ": " + why);
    return std::nullopt;
  };
  const auto without_points = [&] {
    ++without_points_;
    return std::nullopt;
  };
  if (is_new && !any_present(label)) return without_points();
  if (is_new) refuse_name_of_another(image_name);
  if (traits().needs_size && !size.known()) return leave_out(kNoSize);
  Held as_held = held_points(label, imported, size);
  if (as_held.absent > 0 && is_new) {
    return leave_out("a face with " + std::to_string(as_held.absent) +
                     " absent points, which the format cannot hold");
  }
  if (!any_present(as_held.points)) {
    if (as_held.outside == 0) return without_points();
    return leave_out("a face with no point inside the picture, which the format cannot hold");
  }
  absent_ += as_held.absent;
  occluded_ += as_held.occlusion_dropped;
  rounded_ += as_held.rounded;
  outside_ += as_held.outside;
  return WriteFace{image_name, size, std::move(as_held.points)};
}

void LabelWriter::count_written_anew(const std::vector<std::string>& without_size) {
  ++written_anew_;
  for (const std::string& image : without_size) left_out_.push_back(image + ": " + kNoSize);
}

void LabelWriter::report_losses(ExportReport& report) const {
  const auto add = [&](const char* what, std::int64_t count) {
    if (count > 0) report.losses.push_back({what, count});
  };
  add("points marked occluded, written like visible ones", occluded_);
  add("points marked absent, written where they were imported", absent_);
  add("points between pixels, rounded to whole ones", rounded_);
  add("points outside the picture, written as not labelled", outside_);
  add("faces without a point, left out", without_points_);
  add("label files as they were, written anew without what else they held", written_anew_);
  report.left_out.insert(report.left_out.end(), left_out_.begin(), left_out_.end());
}

}  // namespace facepoint
