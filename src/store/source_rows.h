// The rows of a label file that is imported, or imported again, one by one: files may be longer
// than memory. See project.h for threads and errors.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "landmark/face_matching.h"
#include "store/project.h"

namespace facepoint {

// Rows are given in the order of the file and written where they are not what is stored. Meanwhile
// the stored ones can still be read. For every stored row it holds 16 bytes and some rows, for
// every row of a file that is stored already 48. Lives inside a transaction of the caller's, ended
// by `finish`. What snapshots need of the rows that others replace is kept.
class SourceRowUpdate {
 public:
  using PictureOf = std::function<std::string(const std::string& image_name)>;
  // Adds the file where the project has none of its path. Rows of names for which `picture_of`
  // gives the same are of one name: what a format says of its pictures may once have been stored
  // in another way. None: names are as they are.
  SourceRowUpdate(Project& project, SourceFile file, PictureOf picture_of = {});

  bool is_new() const { return is_new_; }
  // Where the file is not new: every row of it, in order, before the first is put.
  void foresee(const std::string& image_name, const Keypoints& points);
  // The stored row with a face that corresponds to the next row, which has this name. Of those of
  // one name all are matched together: equal points first, then faces that overlap, most first,
  // then what is left in order.
  std::optional<SourceRow> stored_for(const std::string& image_name);
  // The next row; it is given its ordinal.
  void put(SourceRow row);
  // The names of stored rows with a face that corresponded to none.
  void each_left(const std::function<void(const std::string& image_name)>& take);
  // Whether anything was written. Nothing but destroying it is allowed afterwards.
  bool finish();

 private:
  struct Stored {
    std::uint64_t name = 0;  // its digest
    std::uint32_t ordinal = 0;
    bool has_face = false;
    bool taken = false;
  };
  struct Coming {
    std::uint64_t name = 0;  // its digest
    FaceTrace face;
    std::int64_t stored = kNoRow;  // ordinal of what corresponds to it
  };
  static constexpr std::int64_t kNoRow = -1;

  std::string picture_of(const std::string& image_name) const;
  void list_stored();
  const SourceRow& stored_row(std::int64_t ordinal);
  void match_all();
  void match(const std::vector<Stored*>& stored, const std::vector<Coming*>& coming);
  void write(const SourceRow& row, std::int64_t ordinal);
  void keep_for_snapshots();

  Project& project_;
  SourceFile file_;
  PictureOf picture_of_;
  std::vector<Stored> stored_;  // by name, then ordinal
  std::vector<Coming> coming_;
  std::size_t asked_ = 0;  // of these
  bool matched_ = false;
  std::vector<SourceRow> some_;    // of the stored rows, one after another
  std::int64_t next_at_once_ = 1;  // how many of them are read where one follows the other
  std::int64_t next_ = 0;          // ordinal
  // From the first row that differs on, all are written, below 0 while what is stored is there.
  std::optional<std::int64_t> first_written_;
  bool is_new_ = false;
  bool file_written_ = false;
};

// Of which image the face of a stored row is.
struct RowImage {
  std::string file;  // the label file's path
  std::string image_name;
  std::string image_path;
};
// Of all rows with a face, in the order of the files. `take` must not write to the project.
void each_row_image(Project& project, DatasetId dataset,
                    const std::function<void(const RowImage&)>& take);

}  // namespace facepoint
