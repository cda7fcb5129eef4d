// Geometry and light of pictures. Pure functions, any thread, but for the last one.
#pragma once

#include "base/geometry.h"
#include "image/picture.h"

namespace facepoint {

Picture to_grey(const Picture& picture);                        // ITU-R BT.601 luma
Picture resize(const Picture& picture, int width, int height);  // area when shrinking
// Longest side at most `side`; never enlarged.
Picture thumbnail(const Picture& picture, int side);

// A `width` x `height` picture whose pixel p shows the source at crop_from_image.inverse()(p);
// bilinear, and smoothed first when it shrinks by more than half; outside the source the
// edge pixel is repeated.
Picture warp(const Picture& picture, const Similarity& crop_from_image, int width, int height);

// At least as large as `picture`: its edge pixels are repeated to the right and below.
Picture extend(const Picture& picture, int width, int height);
Picture mirror_horizontally(const Picture& picture);
Picture gaussian_blur(const Picture& picture, double sigma);
// out = gain * (in - 128) + 128 + bias, clamped.
Picture adjust(const Picture& picture, double gain, double bias);

// Keeps OpenCV's functions on their caller's thread: facepoint works on several pictures at once
// instead. For the whole program; call it at its start, before there are other threads.
void use_one_thread_a_picture();

}  // namespace facepoint
