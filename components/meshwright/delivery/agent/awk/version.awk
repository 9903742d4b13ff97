# Input: the last line of a bundle. Prints its version: the first 12 digits of the digest.
$1 == "end" {
    print substr($3, 1, 12)
}
