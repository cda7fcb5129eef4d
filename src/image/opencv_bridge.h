// Between Picture and cv::Mat, for the sources of this folder only. Any thread.
#pragma once

#include <opencv2/core.hpp>

#include "image/picture.h"

namespace facepoint {

// A view of the picture's own pixels (R, G, B order), valid as long as the picture is. Whoever is
// given a view of a const picture only reads it.
cv::Mat view_of(const Picture& picture);
cv::Mat view_of(Picture& picture);

// A picture of these dimensions with all pixels 0, to be written through view_of.
Picture blank_picture(int width, int height, int channels);

// Copies 8-bit pixels of one or three channels in R, G, B order.
Picture picture_of(const cv::Mat& mat);

}  // namespace facepoint
