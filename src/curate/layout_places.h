// Whether points that are read in some way can be of their images, and of the faces that are known.
// A part of label_layout.h. Pure functions, any thread.
#pragma once

#include <optional>
#include <vector>

#include "curate/label_layout.h"

namespace facepoint {

// Points outside of their images, faces that are too small for them. `wrong` of the finding tells
// whether there are so many that nothing of it can be right.
std::optional<LayoutFinding> place_finding(const LabelLayout& layout, const Scheme& scheme,
                                           std::span<const FaceNumbers> faces);

// The points of a face that lie where files put those that are missing: at 0, 0 or -1, -1, far from
// the rest. `numbers`: of the file.
std::vector<std::size_t> marks_of_missing(const Keypoints& numbers);
std::optional<LayoutFinding> missing_finding(std::size_t faces_with_marks, std::size_t faces);

// Faces whose points lie elsewhere than they are known to.
std::optional<LayoutFinding> known_finding(const LabelLayout& layout, const Scheme& scheme,
                                           std::span<const FaceNumbers> faces);

// Left and right exchanged and x from the right look the same by shape. Which of them it is by the
// faces that are known; none where these are too few or tell neither.
std::optional<LabelLayout> told_by_known_faces(const LabelLayout& layout, const Scheme& scheme,
                                               std::span<const FaceNumbers> faces);

}  // namespace facepoint
