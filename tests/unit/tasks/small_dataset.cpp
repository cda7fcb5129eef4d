#include "small_dataset.h"

#include "base/files.h"
#include "formats/udacity_csv.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"

namespace facepoint::test {

std::vector<Point> small_face(int number) {
  std::vector<Point> points;
  for (int i = 0; i < 68; ++i) {
    points.push_back({static_cast<double>(3 + i % 17 * 2 + number % 5),
                      static_cast<double>(4 + i / 17 * 7 + number % 3)});
  }
  return points;
}

std::string small_row(const std::string& name, int number) {
  return udacity_row(name, small_face(number));
}

std::string small_header() { return udacity_header(68) + "\n"; }

void write_small_picture(const std::filesystem::path& path, int number, const std::string& format) {
  Picture picture{kPictureWidth, kPictureHeight, 3, {}};
  picture.pixels.resize(picture.row_bytes() * kPictureHeight);
  unsigned state = 12345U + static_cast<unsigned>(number) * 7919U;
  for (int y = 0; y < kPictureHeight; y += 4) {  // coarse blocks: survive JPEG
    for (int x = 0; x < kPictureWidth; x += 4) {
      state = state * 1664525U + 1013904223U;
      for (int i = 0; i < 48; ++i) {
        picture.row(y + i / 12)[x * 3 + i % 12] = static_cast<std::uint8_t>(state >> 24);
      }
    }
  }
  std::filesystem::create_directories(path.parent_path());
  const std::filesystem::path honest = path.string() + "." + format;
  save_picture(honest, picture);
  std::filesystem::rename(honest, path);
}

std::filesystem::path write_small_dataset(const std::filesystem::path& folder) {
  write_small_picture(folder / "training/Ada_01.jpg", 1);
  write_small_picture(folder / "training/Ada_02.jpg", 2);
  write_small_picture(folder / "training/Ben_11.jpg", 3);
  write_small_picture(folder / "test/Ada_01.jpg", 4);
  write_small_picture(folder / "test/Cleo_01.jpg", 5);
  write_text(folder / "training_frames_keypoints.csv",
             small_header() + small_row("Ben_11.jpg", 3) + "\n" + small_row("Ada_01.jpg", 1) +
                 "\n" + small_row("Ada_02.jpg", 2) + "\n");
  write_text(folder / "test_frames_keypoints.csv",
             small_header() + small_row("Ada_01.jpg", 4) + "\n");
  return folder;
}

ImportReport import_from(Project& project, const std::filesystem::path& source,
                         const std::string& name) {
  ImportOptions options;
  options.sources = {source};
  options.name = name;
  JobContext job;
  return run_import(project, options, job);
}

ExportReport export_to(Project& project, const std::filesystem::path& out,
                       const std::string& format) {
  ExportOptions options;
  options.out = out;
  options.format = format;
  JobContext job;
  return run_export(project, options, job);
}

FaceId face_at(Project& project, const std::string& path) {
  for (const Dataset& dataset : datasets(project)) {
    if (const auto image = find_image(project, dataset.id, path)) {
      return faces_of(project, image->id).at(0).id;
    }
  }
  return {};
}

void move_point(Project& project, FaceId face, std::size_t index, double dx, double dy) {
  FaceEdit edit;
  edit.face = face;
  edit.points = get_revision(project, get_face(project, face).current).points;
  edit.points->at(index).position = edit.points->at(index).position + Point{dx, dy};
  edit.status = FaceStatus::kCorrected;
  apply_change(project, "Move point", {edit});
}

}  // namespace facepoint::test
