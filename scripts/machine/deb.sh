# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2154
#
# Reading Debian packages. Where a package keeps a file differs from release to release:
# files are found by the end of their path alone. Sourced after common.sh, never run.

# deb_path PACKAGE END: the path, in the package, of its regular file that ends so. END is an
# extended regular expression for whole parts of a path.
deb_path() {
	local found

	mapfile -t found < <(dpkg-deb --fsys-tarfile "$1" | tar -tv --quoting-style=literal |
		sed -nE "s|^-.* (\./(.*/)?$2)\$|\1|p")
	case ${#found[@]} in
	1) printf '%s\n' "${found[0]}" ;;
	0) die "${1##*/} has no file $2: remove it from ${1%/*} to fetch it again" ;;
	*) die "${1##*/} has ${#found[@]} files $2: ${found[*]}" ;;
	esac
}

# deb_program PACKAGE NAME: the contents of its program of that name.
deb_program() {
	local path

	path=$(deb_path "$1" "s?bin/$2") || exit
	dpkg-deb --fsys-tarfile "$1" | tar -xO "$path"
}

# deb_source PACKAGE: the tar archive in a linux-source package.
deb_source() {
	local path

	path=$(deb_path "$1" 'linux-source-[^/]*\.tar(\.[a-z0-9]+)?') || exit
	dpkg-deb --fsys-tarfile "$1" | tar -xO "$path" | decompress "$path"
}

# decompress NAME: standard input, which is compressed as the end of NAME says.
decompress() {
	case $1 in
	*.xz) xz -dc ;;
	*.gz | *.tgz) gzip -dc ;;
	*.bz2) bzip2 -dc ;;
	*.zst) zstd -dc ;;
	*) cat ;;
	esac
}

# deb_unpack FOLDER PACKAGE...: unpack them into one FOLDER with a merged /usr: what is in lib
# is also in usr/lib, and the same for bin and sbin.
deb_unpack() {
	local folder=$1 package

	shift
	mkdir -p "$folder/usr/lib" "$folder/usr/bin" "$folder/usr/sbin"
	ln -sfn usr/lib "$folder/lib"
	ln -sfn usr/bin "$folder/bin"
	ln -sfn usr/sbin "$folder/sbin"
	for package; do
		dpkg-deb --fsys-tarfile "$package" |
			tar -x -C "$folder" --keep-directory-symlink --no-same-owner \
				--exclude='*.dtb' --exclude='./usr/share/doc' \
				--exclude='./usr/share/man' --exclude='./usr/share/locale' || die "can't unpack $package"
	done
}
