// Finds the images of a project that show the same picture, byte for byte or nearly, and keeps the
// pairs in it for splits and the editor. Pictures are recognised by what the import kept of them;
// only pairs of which neither that nor their names say enough are decoded again, a bounded number
// of pixels. One thread for the project, its connection; decoding has threads of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/job.h"
#include "store/duplicates.h"
#include "store/project.h"
#include "tasks/image_keys.h"

namespace facepoint {

struct DuplicateReport {
  std::int64_t images = 0;        // looked at
  std::int64_t unreadable = 0;    // of them, left out
  std::int64_t gone = 0;          // that had to be read again and are not there any more
  std::int64_t candidates = 0;    // pairs of similar hashes
  std::int64_t decoded = 0;       // pictures, to look more closely
  std::int64_t not_verified = 0;  // pairs left out, since too many pictures were to be decoded
  std::vector<Duplicate> pairs;
  std::vector<std::vector<ImageId>> groups;  // connected by pairs, in order of their first image

  std::int64_t identical() const;  // pairs
  std::int64_t near() const;
  std::int64_t labels_differ() const;
};

// Throws Cancelled; what was decoded until then need not be decoded again.
DuplicateReport run_duplicates(Project& project, int threads, JobContext& job);

struct KnownDuplicates {
  std::vector<Duplicate> pairs;
  std::int64_t gone = 0;  // pictures, so that pairs may be missing; see DuplicateReport
};
// The kept pairs where they are of the images as they are; else found now, and not kept: reads
// only.
KnownDuplicates known_duplicates(Project& project, JobContext& job);
// The kept pairs, found and kept now where they are not of the images as they are.
KnownDuplicates updated_duplicates(Project& project, JobContext& job);

// Whether the kept pairs are of the images as they are.
bool duplicates_are_current(Project& project);

// The groups that kept pairs form, in order of their first image.
std::vector<std::vector<ImageId>> duplicate_groups(const std::vector<Duplicate>& pairs);

}  // namespace facepoint
