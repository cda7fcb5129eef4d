// A dataset in the form of the published YouTube-Faces set, with pictures of a few pixels: for the
// tests of import, export and split. Labels are whole numbers inside the picture.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "image/codec.h"
#include "store/project.h"
#include "support/temp_dir.h"
#include "tasks/export.h"
#include "tasks/import.h"

namespace facepoint::test {

inline constexpr int kPictureWidth = 48;
inline constexpr int kPictureHeight = 40;

// 68 points that differ from face to face.
std::vector<Point> small_face(int number);
// "NAME,45.0,..." of small_face(number), without line end.
std::string small_row(const std::string& name, int number);
std::string small_header();  // with line end

// A picture whose pixels differ with `number`; its format is that of `format` ("png" or "jpg"),
// whatever `path` is called.
void write_small_picture(const std::filesystem::path& path, int number,
                         const std::string& format = "png");

// training/ with Ada_01, Ada_02, Ben_11 (labelled); test/ with Ada_01 (labelled, another picture
// than training's) and Cleo_01 (not labelled); both CSVs. All are PNGs named .jpg.
std::filesystem::path write_small_dataset(const std::filesystem::path& folder);

ImportReport import_from(Project& project, const std::filesystem::path& source,
                         const std::string& name = {});
ExportReport export_to(Project& project, const std::filesystem::path& out,
                       const std::string& format = "udacity-csv");

// The one face of the image that its dataset calls `path`.
FaceId face_at(Project& project, const std::string& path);
// Moves point `index` of the face by (dx, dy), as a person.
void move_point(Project& project, FaceId face, std::size_t index, double dx, double dy);

}  // namespace facepoint::test
