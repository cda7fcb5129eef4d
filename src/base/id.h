// Row numbers of the project file as distinct types, so that a face is never taken for an
// image. 0 means "none".
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace facepoint {

template <class Tag>
struct Id {
  std::int64_t value = 0;

  explicit operator bool() const { return value != 0; }
  friend auto operator<=>(const Id&, const Id&) = default;
};

using DatasetId = Id<struct DatasetTag>;
using SourceFileId = Id<struct SourceFileTag>;
using ImageId = Id<struct ImageTag>;
using FaceId = Id<struct FaceTag>;
using RevisionId = Id<struct RevisionTag>;
using ChangeId = Id<struct ChangeTag>;
using ProposalId = Id<struct ProposalTag>;
using ModelId = Id<struct ModelTag>;
using TrainingRunId = Id<struct TrainingRunTag>;
using SplitPlanId = Id<struct SplitPlanTag>;
using SnapshotId = Id<struct SnapshotTag>;
using VideoId = Id<struct VideoTag>;

}  // namespace facepoint

template <class Tag>
struct std::hash<facepoint::Id<Tag>> {
  std::size_t operator()(facepoint::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
