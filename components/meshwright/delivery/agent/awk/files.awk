# Input: the lines of a bundle. Variables: folder, kinds, and the versions of clusters and of the rest.
# Writes the files that Envoy reads into the folder, and prints their names.
BEGIN {
    read_kinds()
    for (word in file_of) {
        if (!index(file_of[word], "{name}")) {
            start(folder "/" file_of[word], step_of[word])
            shared[folder "/" file_of[word]]
        }
    }
}

function start(file, step) {
    print "{\"version_info\":\"" (step == "clusters" ? clusters : rest) "\",\"resources\":[" >file
}

$1 in file_of {
    file = folder "/" file_of[$1]
    if (file in shared) {
        if (resources[file]++) {
            print "," >file
        }
        print $3 >file
    } else {
        at = index(file, "{name}")
        file = substr(file, 1, at - 1) $2 substr(file, at + 6)
        start(file, step_of[$1])
        print $3 "\n]}" >file
        close(file)
        print file
    }
}

END {
    for (file in shared) {
        print "]}" >file
        print file
    }
}
