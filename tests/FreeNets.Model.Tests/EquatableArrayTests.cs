using FreeNets.Model;

namespace FreeNets.Tests;

public class EquatableArrayTests
{
    [Fact]
    public void Arrays_compare_by_content_and_order()
    {
        var array = new EquatableArray<int>([1, 2, 3]);

        Assert.True(array == new[] { 1, 2, 3 });
        Assert.Equal(array.GetHashCode(), new EquatableArray<int>([1, 2, 3]).GetHashCode());
        Assert.True(array.Equals((object)new EquatableArray<int>([1, 2, 3])));
        Assert.True(array != new[] { 1, 3, 2 });
        Assert.True(array != new[] { 1, 2 });
        Assert.False(array.Equals("123"));
    }

    [Fact]
    public void The_default_is_an_empty_array()
    {
        EquatableArray<string> array = default;

        Assert.True(array.Count == 0);
        Assert.True(array == Array.Empty<string>());
        Assert.Equal(array.GetHashCode(), new EquatableArray<string>([]).GetHashCode());
        Assert.Empty(array.ToArray());
    }

    [Fact]
    public void A_copy_belongs_to_the_caller()
    {
        var array = new EquatableArray<int>([1, 2]);
        array.ToArray()[0] = 9;

        Assert.Equal(1, array[0]);
        Assert.Equal((IEnumerable<int>)[1, 2], array);
        Assert.Throws<IndexOutOfRangeException>(() => array[2]);
    }
}
