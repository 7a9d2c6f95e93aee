using System.Collections;

namespace FreeNets.Model;

/// <summary>A read-only array with value equality, so that records which hold one compare by content.</summary>
/// <remarks>
/// Not <c>ImmutableArray</c>, which compares by reference and would be a dependency on netstandard2.0.
/// The wrapped array is never copied: whoever makes an <see cref="EquatableArray{T}"/> gives the array away.
/// </remarks>
public readonly struct EquatableArray<T>(T[]? items) : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : notnull
{
    private readonly T[]? _items = items;

    /// <summary>The number of items; 0 for <c>default</c>.</summary>
    public int Count => Items.Length;

    /// <summary>The item at <paramref name="index"/>, from 0.</summary>
    public T this[int index] => Items[index];

    private T[] Items => _items ?? [];

    /// <summary>A copy of the items that the caller owns.</summary>
    public T[] ToArray() => (T[])Items.Clone();

    /// <summary>Enumerates the items in order.</summary>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>True when both hold equal items in the same order.</summary>
    public bool Equals(EquatableArray<T> other)
    {
        var (a, b) = (Items, other.Items);
        if (ReferenceEquals(a, b))
        {
            return true;
        }

        if (a.Length != b.Length)
        {
            return false;
        }

        for (var i = 0; i < a.Length; i++)
        {
            if (!a[i].Equals(b[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Items.Length;
        foreach (var item in Items)
        {
            hash = unchecked((hash * 31) + item.GetHashCode());
        }

        return hash;
    }

    /// <summary>Value equality.</summary>
    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    /// <summary>Value inequality.</summary>
    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);

    /// <summary>Wraps an array that the caller gives away.</summary>
    public static implicit operator EquatableArray<T>(T[] items) => new(items);
}
