// For `./dev tidy` only, included before everything else. libstdc++ 12 makes every member of
// std::vector constexpr in C++20, and Clang then looks into them too early for LibTorch 1.13's
// vectors of types that are not complete yet. Here vector's members are as they were in C++17.
#pragma once

#include <algorithm>
#include <memory>
#include <string>

#pragma push_macro("_GLIBCXX20_CONSTEXPR")
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
// vector<bool> overloads a function that <algorithm> has declared constexpr.
#define __fill_a1 __fill_a1_of_vector_bool
#include <vector>
#undef __fill_a1
#pragma pop_macro("_GLIBCXX20_CONSTEXPR")
